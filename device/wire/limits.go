package wire

// Limits in bytes. The first four are WeChat's, the last two are ours.
const (
	MaxID       = 32   // appid, mch_id, sub ids, store_id, out_trade_no
	MaxRawdata  = 2048 // rawdata
	MaxAuthInfo = 4096 // authinfo
	MaxFaceCode = 128  // a face_code of type "0", by the pay interface

	// MaxAnswer is the longest answer that is read; longer ones are refused.
	// The longest documented answer has 885 bytes.
	MaxAnswer = 1 << 20
	// MaxRequest is the longest request that a bridge or a child accepts, and so
	// the longest that a script may send.
	MaxRequest = 64 << 10
)

// version is the fixed value of the request field of that name.
const version = "1"
