SELECT count(*) AS n, sum(v1) AS v1, sum(v3) AS v3
FROM (SELECT id3, sum(v1) AS v1, avg(v3) AS v3 FROM groups GROUP BY id3) AS g
