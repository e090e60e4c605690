package cli

import (
	"slices"
	"strings"
)

// errCode is the word for why a command ended with 64 or 69. The list is closed:
// a caller may branch on it. Other exit codes carry WeChat's or the terminal's
// codes, which nobody can list.
type errCode string

// Ours. The ones of the adapters that end a sale before its request stand in
// errCodes alone.
const (
	whyUsage      errCode = "USAGE"
	whyAmount     errCode = "AMOUNT"
	whyReference  errCode = "REFERENCE"
	whyPayCode    errCode = "PAYMENT_CODE"
	whyText       errCode = "TEXT"
	whyField      errCode = "FIELD"
	whyStdin      errCode = "STDIN"
	whyNoTerminal errCode = "NO_TERMINAL"
	whyPIN        errCode = "PIN"
	whyConfig     errCode = "CONFIG"
	whyNoConfig   errCode = "NO_CONFIG"
	whyNoJournal  errCode = "NO_JOURNAL"
	whyJournal    errCode = "JOURNAL"
	whyCopy       errCode = "JOURNAL_COPY"
	whyWeChat     errCode = "WECHAT"
	whyDevice     errCode = "DEVICE"
	whyNoDevice   errCode = "NO_DEVICE"
	whyServe      errCode = "SERVE"
	whyNotFound   errCode = "NOT_FOUND"
	whyAmbiguous  errCode = "AMBIGUOUS"
	whySuspended  errCode = "SALES_SUSPENDED"
	whyWord       errCode = "WORD"
	whyFailed     errCode = "FAILED"
)

// errCodes is the closed list, in the order of `help json`.
var errCodes = []struct {
	code    errCode
	meaning string
}{
	{whyUsage, "an argument, a flag or a command that is wrong or empty"},
	{whyAmount, "the amount"},
	{whyReference, "the reference"},
	{whyPayCode, "the payment code or face code"},
	{whyText, "a text that WeChat would not take: its length, its characters"},
	{whyStdin, "stdin has not what was to be read from it"},
	{whyNoTerminal, "the command needs a terminal"},
	{whyPIN, "the manager's PIN is missing or wrong"},
	{whyConfig, "the configuration has a problem: config check"},
	{whyNoConfig, "there is no configuration"},
	{whyNoJournal, "there is no journal yet, or not here"},
	{whyJournal, "the journal is not this till's, not whole, or cannot be read or written"},
	{whyCopy, "the journal is a copy, was restored or moved: journal adopt"},
	{whyWeChat, "WeChat's adapter cannot be made from the configuration"},
	{whyDevice, "the face device, or what it was asked for; as 69: what it answered"},
	{whyNoDevice, "this till has no face device"},
	{whyServe, "a server or the simulator cannot be started: its address, its files"},
	{whyNotFound, "nothing in this journal has that reference or number: that says nothing about the money"},
	{whyAmbiguous, "several are meant; they stand in the lines before"},
	{whySuspended, "new sales are stopped until certificate or key is mended"},
	{whyWord, "a person's word that does not fit how the sale stands"},
	{whyFailed, "anything else; the message says it"},
	// A sale that ended before its request.
	{"NETWORK", "WeChat cannot be reached"},
	{"DNS", "a host's name cannot be found"},
	{"CONNECT", "a host does not take the connection"},
	{"TLS", "a host's certificate or its TLS is not taken"},
	{"PROXY", "the proxy does not let it through"},
	{"SEND_BY", "the time to send had passed"},
	{whyField, "a field of the request is not one that WeChat takes"},
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
	{"ERROR", "the face device: a retry cannot help"},
	{"PARAM_ERROR", "the face device: a parameter, or an authinfo that is not its own"},
	{"SYSTEMERROR", "the face device: may be retried"},
	{"FACEPAY_NOT_AUTH", "the merchant has no permission for face payment"},
	{"FACE_UNKNOWN", "the face was not recognised"},
	{"FAIL", "the face device's client; detail has its number"},
	{"IGNORE", "the face screen did not open"},
}

// listed reports whether a code is on the closed list.
func listed(code errCode) bool {
	return slices.ContainsFunc(errCodes, func(row struct {
		code    errCode
		meaning string
	}) bool {
		return row.code == code
	})
}

// closedCode returns the code of the list for what an adapter said of a sale
// that ended before its request, and detail where that says more.
func closedCode(said string) (code errCode, detail string) {
	word, _, more := strings.Cut(said, " ")
	switch {
	case listed(errCode(said)):
		return errCode(said), ""
	case more && listed(errCode(word)): // FAIL 271378620
		return errCode(word), said
	}
	return whyDevice, said
}

// errCodeWords are the codes alone.
func errCodeWords() (words []string) {
	for _, row := range errCodes {
		words = append(words, string(row.code))
	}
	return words
}
