-- What a sale was asked for with beside its amount, and what WeChat says of its charge beside
-- the proof: coupons and the like, as JSON.
ALTER TABLE attempt ADD COLUMN terms TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN breakdown TEXT NOT NULL DEFAULT '';
-- What a face terminal said of the payer beside the code, as JSON; nothing of it is a credential.
ALTER TABLE attempt ADD COLUMN face TEXT NOT NULL DEFAULT '';
