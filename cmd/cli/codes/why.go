package codes

import (
	"slices"
	"strings"
)

// Why is the word for why a command ended with 64 or 69. The list is closed:
// a caller may branch on it. Other exit codes carry WeChat's or the terminal's
// codes, which nobody can list.
type Why string

// Ours. The ones of the adapters that end a sale before its request stand in
// Whys alone.
const (
	WhyUsage      Why = "USAGE"
	WhyAmount     Why = "AMOUNT"
	WhyReference  Why = "REFERENCE"
	WhyPayCode    Why = "PAYMENT_CODE"
	WhyText       Why = "TEXT"
	WhyField      Why = "FIELD"
	WhyStdin      Why = "STDIN"
	WhyNoTerminal Why = "NO_TERMINAL"
	WhyPIN        Why = "PIN"
	WhyCashier    Why = "CASHIER"
	WhyConfig     Why = "CONFIG"
	WhyNoConfig   Why = "NO_CONFIG"
	WhyNoJournal  Why = "NO_JOURNAL"
	WhyJournal    Why = "JOURNAL"
	WhyCopy       Why = "JOURNAL_COPY"
	WhyWeChat     Why = "WECHAT"
	WhyDevice     Why = "DEVICE"
	WhyNoDevice   Why = "NO_DEVICE"
	WhyServe      Why = "SERVE"
	WhyNotFound   Why = "NOT_FOUND"
	WhyAmbiguous  Why = "AMBIGUOUS"
	WhySuspended  Why = "SALES_SUSPENDED"
	WhyWord       Why = "WORD"
	WhyLimit      Why = "REFUND_LIMIT"
	WhyRefund     Why = "REFUND_STATE"
	WhyRefundFee  Why = "REFUND_FEE"
	WhyDay        Why = "DAY"
	WhyArchived   Why = "ARCHIVED"
	WhyReal       Why = "REAL_MONEY"
	WhyAnswer     Why = "ANSWER"
	WhyFailed     Why = "FAILED"
)

// Whys is the closed list, in the sequence of `help json`.
var Whys = []struct {
	Code    Why
	Meaning string
}{
	{WhyUsage, "an argument, a flag or a command that is wrong or empty"},
	{WhyAmount, "the amount"},
	{WhyReference, "the reference"},
	{WhyPayCode, "the payment code or face code"},
	{WhyText, "a text that WeChat would not take: its length, its characters"},
	{WhyStdin, "stdin has not what was to be read from it"},
	{WhyNoTerminal, "the command needs a terminal"},
	{WhyPIN, "a PIN is missing or wrong, or too many were"},
	{WhyCashier, "who signs in or out: nobody has that number, or somebody else is signed in, or nobody is"},
	{WhyConfig, "the configuration has a problem: config check"},
	{WhyNoConfig, "there is no configuration"},
	{WhyNoJournal, "there is no journal yet, or not here"},
	{WhyJournal, "the journal is not this till's, not whole, or cannot be read or written"},
	{WhyCopy, "the journal is a copy, was restored or moved: journal adopt"},
	{WhyWeChat, "WeChat's adapter cannot be made from the configuration"},
	{WhyDevice, "the face device, or what it was asked for; as 69: what it answered"},
	{WhyNoDevice, "this till has no face device"},
	{WhyServe, "a server or the simulator cannot be started: its address, its files"},
	{WhyNotFound, "nothing in this journal has that reference or number: that says nothing about the money; or no close has that number"},
	{WhyAmbiguous, "several are meant; they stand in the lines before"},
	{WhySuspended, "new sales are stopped until certificate or key is mended"},
	{WhyWord, "a person's word that does not fit how the sale stands"},
	{WhyLimit, "a refund that WeChat would not take now: a minute between parts, 50 parts, a year, nothing left"},
	{WhyRefund, "a refund that does not fit how the sale or the refund stands"},
	{WhyRefundFee, "the --ref of a refund of another amount"},
	{WhyDay, "a business day that is not over, lies ahead, is closed, or is not the next to be closed"},
	{WhyArchived, "the facts of the sale are in an archive (journal archive): nothing is added to them"},
	{WhyReal, "a call by hand that moves money, where what is configured is not shown to be a simulator"},
	{WhyAnswer, "WeChat refused a call by hand, did not answer, or not in a way that can be believed; the line answer has more"},
	{WhyFailed, "anything else; the message says it"},
	// A sale that ended before its request.
	{"NETWORK", "WeChat cannot be reached"},
	{"DNS", "a host's name cannot be found"},
	{"CONNECT", "a host does not take the connection"},
	{"TLS", "a host's certificate or its TLS is not taken"},
	{"PROXY", "the proxy does not let it through"},
	{"SEND_BY", "the time to send had passed"},
	{WhyField, "a field of the request is not one that WeChat takes"},
	{"CERT_MISSING", "the client certificate is not there"},
	{"CERT_BROKEN", "the client certificate cannot be read"},
	{"CERT_MISMATCH", "the key is not the certificate's"},
	{"CERT_PASSWORD", "the p12 does not open"},
	{"CERT_NOT_YET", "the client certificate is not valid yet"},
	{"CERT_EXPIRED", "the client certificate has expired"},
	{"DEVICE_GONE", "the face device does not answer"},
	{"DEVICE_CRASHED", "the library of the face device ended its process"},
	{"DEVICE_TIMEOUT", "the face device did not answer in time"},
	{"DEVICE_BUSY", "another command runs on the face device"},
	{"DEVICE_ANSWER", "an answer of the face device that is none"},
	{"DEVICE_REQUEST", "this SDK cannot be asked for it"},
	{"DEVICE_ACCESS", "the bridge refused us"},
	{"AUTHINFO", "WeChat gave no authinfo"},
	{"UNDERAGE", "the customer is a minor, and [store] adults_only is set"},
	{"AGE_UNKNOWN", "the terminal does not say that the customer is an adult, and [store] adults_only is set"},
	{"ERROR", "the face device: a retry cannot help"},
	{"PARAM_ERROR", "the face device: a parameter, or an authinfo that is not its own"},
	{"SYSTEMERROR", "the face device: may be retried"},
	{"FACEPAY_NOT_AUTH", "the merchant has no permission for face payment"},
	{"FACE_UNKNOWN", "the face was not recognised"},
	{"FAIL", "the face device's client; detail has its number"},
	{"IGNORE", "the face screen did not open"},
}

// listed reports whether a code is on the closed list.
func listed(code Why) bool { return slices.Contains(WhyWords(), string(code)) }

// Closed returns the code of the list for what an adapter said of a sale
// that ended before its request, and detail where that says more.
func Closed(said string) (code Why, detail string) {
	word, _, more := strings.Cut(said, " ")
	switch {
	case listed(Why(said)):
		return Why(said), ""
	case more && listed(Why(word)): // FAIL 271378620
		return Why(word), said
	}
	return WhyDevice, said
}

// WhyWords are the codes of [Whys] alone.
func WhyWords() (words []string) {
	for _, row := range Whys {
		words = append(words, string(row.Code))
	}
	return words
}
