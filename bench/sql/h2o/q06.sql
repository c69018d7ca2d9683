SELECT id4, id5, median(v3) AS middle, stddev(v3) AS deviation FROM groups GROUP BY id4, id5
