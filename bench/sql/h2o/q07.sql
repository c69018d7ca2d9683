SELECT count(*) AS n, sum(spread) AS spread
FROM (SELECT id3, max(v1) - min(v2) AS spread FROM groups GROUP BY id3) AS g
