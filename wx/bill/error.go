package bill

import "fmt"

// ErrorKind is why there is nothing to read, or nothing more.
type ErrorKind string

// Everything that an [Error] can be.
const (
	Empty    ErrorKind = "empty"
	NotABill ErrorKind = "not a bill"
	GBK      ErrorKind = "gbk"
	Cut      ErrorKind = "cut" // in its first line
	Damaged  ErrorKind = "damaged"
	NoColumn ErrorKind = "no column"
	LongLine ErrorKind = "long line"
	TooLarge ErrorKind = "too large"
	NoTrade  ErrorKind = "no trade"  // WeChat's word: nothing happened on that day
	NotReady ErrorKind = "not ready" // WeChat's word: the bill is being made
	Refused  ErrorKind = "refused"   // any other answer of WeChat's
)

// Error is a text that is no bill, or one that cannot be read on. It repeats nothing
// of a row.
type Error struct {
	Kind          ErrorKind
	Column        string // NoColumn: its name
	Line          int    // LongLine: which
	Bytes         int64  // TooLarge: how many there are, or more
	Code, Message string // of WeChat's answer, in its words
}

func (e *Error) Error() string {
	switch e.Kind {
	case Empty:
		return "the bill is empty: fetch it anew"
	case GBK:
		return "this is GBK, not what WeChat sends: fetch it anew"
	case Cut:
		return "the bill is cut off in its first line: fetch it anew"
	case Damaged:
		return "the packed bill is damaged: fetch it anew"
	case NoColumn:
		return fmt.Sprintf("the bill has no column %s", e.Column)
	case LongLine:
		return fmt.Sprintf("line %d is longer than %d KiB, which no bill has", e.Line, maxLine>>10)
	case TooLarge:
		return fmt.Sprintf("the bill has %.1f GiB or more, unpacked: a bill has some MB, and %d GiB are read at most", float64(e.Bytes)/(1<<30), MostBytes>>30)
	case NoTrade:
		return "WeChat has no bill: no trade on that day (" + e.Message + ")"
	case NotReady:
		return "WeChat is making the bill: fetch it after 10:00, Beijing time (" + e.Message + ")"
	case Refused:
		return fmt.Sprintf("WeChat gave no bill: %s %s", e.Code, e.Message)
	}
	return "this is no bill: its first line has no column of one"
}
