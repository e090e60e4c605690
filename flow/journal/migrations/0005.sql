-- Nothing new. The rows are made anew: a refund that was sent again is of who sent it again.
SELECT 1;
