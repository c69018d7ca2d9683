SELECT count(*) AS n, sum(v1) AS v1, sum(v2) AS v2 FROM facts JOIN small ON facts.id1 = small.id1
