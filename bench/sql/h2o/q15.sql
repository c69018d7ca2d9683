SELECT count(*) AS n, sum(v1) AS v1, sum(v2) AS v2 FROM facts JOIN big ON facts.id3 = big.id3
