SELECT count(*) AS n, sum(v3) AS v3
FROM (SELECT id6, v3, row_number() OVER (PARTITION BY id6 ORDER BY v3 DESC) AS place FROM groups) AS g
WHERE place <= 2
