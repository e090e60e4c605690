package wire

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// characters are the ranges of XML 1.0's Char production.
var characters = [][2]rune{{'\t', '\n'}, {'\r', '\r'}, {0x20, 0xD7FF}, {0xE000, 0xFFFD}, {0x10000, 0x10FFFF}}

// Each character is either carried whole in both directions, and by a number, or
// refused and left out; WeChat's own rules for a request come on top.
func TestEveryKindOfCharacter(t *testing.T) {
	var all []rune
	for r := range rune(0x100) {
		all = append(all, r)
	}
	for _, c := range characters {
		all = append(all, c[0]-1, c[0], c[0]+1, c[1]-1, c[1], c[1]+1)
	}
	all = append(all, 0xF03E, '中', '￥', '😀') // EF 80 BE ends as U+FFFE does
	for _, r := range all {
		legal := false
		for _, c := range characters {
			legal = legal || c[0] <= r && r <= c[1]
		}
		if legalChar(r) != legal {
			t.Errorf("%U is legal: %t", r, !legal)
		}
		for _, form := range []string{"&#%d;", "&#x%X;", "&#x%x;"} {
			m, err := Decode(fmt.Appendf(nil, "<xml><a>"+form+"</a></xml>", r))
			if (err == nil) != legal || legal && m.Get("a") != string(r) {
				t.Errorf("%s of %U: %q %v, want it read: %t", form, r, m, err, legal)
			}
		}
		if !utf8.ValidRune(r) {
			continue
		}
		text := "1" + string(r) + "2"
		body := Message{{"a", text}}.Append(nil)
		m, err := Decode(body)
		want := text
		if !legal {
			want = "12"
		}
		if err != nil || m.Get("a") != want {
			t.Errorf("%U was written as %q and read as %q, %v", r, body, m, err)
		}
		// As it stands, where it is no markup.
		if !strings.ContainsRune("&<\r", r) {
			for _, around := range []string{"<xml><a>%s</a></xml>", "<xml><a><![CDATA[%s]]></a></xml>"} {
				m, err := Decode(fmt.Appendf(nil, around, text))
				if (err == nil) != legal || legal && m.Get("a") != text {
					t.Errorf("%U in %s: %q %v, want it read: %t", r, around, m, err, legal)
				}
			}
		}
		good := legal && r < 0x10000 && (r >= ' ' && r != 0x7F || r == '\n' || r == '\t')
		if problem, try := textProblem(text, true); (problem == "") != good || (try == "") != good {
			t.Errorf("%U in several lines: %q %q, want good: %t", r, problem, try, good)
		}
		good = good && r >= ' '
		if problem, try := textProblem(text, false); (problem == "") != good || (try == "") != good {
			t.Errorf("%U in one line: %q %q, want good: %t", r, problem, try, good)
		}
	}
}

// A name is letters, digits, _ - and . of which digits, - and . begin none, at most
// 64 bytes.
func TestNames(t *testing.T) {
	const begins = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	for b := range 256 {
		c := string([]byte{byte(b)})
		for name, want := range map[string]bool{c + "a": strings.Contains(begins, c), "a" + c: strings.Contains(begins+"0123456789-.", c)} {
			if validName(name) != want {
				t.Errorf("%q is a name: %t", name, !want)
			}
			if m, err := Decode([]byte("<xml><" + name + ">1</" + name + "></xml>")); want && (err != nil || m.Get(name) != "1") {
				t.Errorf("%q: %q %v", name, m, err)
			}
		}
	}
	if long := strings.Repeat("a", 64); validName("") || !validName(long) || validName(long+"a") {
		t.Error("the length of a name is not 1 to 64")
	}
}

// WeChat's words as its documents spell them, read there a second time.
func TestWords(t *testing.T) {
	words := []string{Success, "SUCCESS", Fail, "FAIL", CodeError, "ERROR", RecallYes, "Y", RecallNo, "N",
		TradeSuccess, "SUCCESS", TradeRefund, "REFUND", TradeNotPay, "NOTPAY", TradeClosed, "CLOSED", TradeRevoked, "REVOKED",
		TradeUserPaying, "USERPAYING", TradePayError, "PAYERROR", TradeAccept, "ACCEPT",
		RefundSuccess, "SUCCESS", RefundProcessing, "PROCESSING", RefundChange, "CHANGE",
		CodeSystemError, "SYSTEMERROR", CodeBankError, "BANKERROR", CodeUserPaying, "USERPAYING", CodeOrderPaid, "ORDERPAID",
		CodeOutTradeNoUsed, "OUT_TRADE_NO_USED", CodeTradeError, "TRADE_ERROR", CodeInvalidRequest, "INVALID_REQUEST",
		CodeNotEnough, "NOTENOUGH", CodeNotSupportCard, "NOTSUPORTCARD", CodeAuthCodeExpire, "AUTHCODEEXPIRE",
		CodeAuthCodeError, "AUTH_CODE_ERROR", CodeAuthCodeInvalid, "AUTH_CODE_INVALID", CodeBuyerMismatch, "BUYER_MISMATCH", CodeRuleLimit, "RULELIMIT",
		CodeOrderClosed, "ORDERCLOSED", CodeOrderReversed, "ORDERREVERSED", CodeOrderNotExist, "ORDERNOTEXIST",
		CodeNoAuth, "NOAUTH", CodeParamError, "PARAM_ERROR", CodeSignError, "SIGNERROR", CodeLackParams, "LACK_PARAMS", CodeNotUTF8, "NOT_UTF8",
		CodeXMLFormatError, "XML_FORMAT_ERROR", CodeRequirePostMethod, "REQUIRE_POST_METHOD", CodePostDataEmpty, "POST_DATA_EMPTY",
		CodeAppIDNotExist, "APPID_NOT_EXIST", CodeMchIDNotExist, "MCHID_NOT_EXIST", CodeAppIDMchIDNotMatch, "APPID_MCHID_NOT_MATCH",
		CodeFrequencyLimited, "FREQUENCY_LIMITED",
		CodeReverseExpire, "REVERSE_EXPIRE", CodeInvalidTransactionID, "INVALID_TRANSACTIONID", CodeBizErrNeedRetry, "BIZERR_NEED_RETRY",
		CodeRefundFeeMismatch, "REFUND_FEE_MISMATCH", CodeTradeOverdue, "TRADE_OVERDUE", CodeUserAccountAbnormal, "USER_ACCOUNT_ABNORMAL",
		CodeInvalidReqTooMuch, "INVALID_REQ_TOO_MUCH", CodeRefundNotExist, "REFUNDNOTEXIST",
		BillNotExist, "No Bill Exist", BillCreating, "Bill Creating",
		string(MD5), "MD5", string(HMACSHA256), "HMAC-SHA256",
		string(TooLarge), "TOO_LARGE", string(DuplicateName), "DUPLICATE_FIELD"}
	for i := 0; i < len(words); i += 2 {
		if words[i] != words[i+1] {
			t.Errorf("%q, the documents have %q", words[i], words[i+1])
		}
	}
}
