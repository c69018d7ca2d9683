SELECT count(*) AS n, sum(v1) AS v1, sum(v2) AS v2 FROM facts JOIN medium ON facts.id5 = medium.id5
