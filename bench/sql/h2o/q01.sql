SELECT id1, sum(v1) AS v1 FROM groups GROUP BY id1
