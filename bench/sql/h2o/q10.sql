SELECT count(*) AS n, sum(v3) AS v3, max(n) AS most
FROM (
  SELECT id1, id2, id3, id4, id5, id6, sum(v3) AS v3, count(*) AS n
  FROM groups GROUP BY id1, id2, id3, id4, id5, id6
) AS g
