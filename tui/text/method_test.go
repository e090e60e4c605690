package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"facetill/flow"
)

// codesIn are the string constants of a file that look like a code of WeChat's,
// of the face SDK's or of ours.
func codesIn(t *testing.T, path string) (codes []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, is := n.(*ast.BasicLit); is && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && regexp.MustCompile(`^[A-Z][A-Z0-9_]{2,}$`).MatchString(s) {
				codes = append(codes, s)
			}
		}
		return true
	})
	if len(codes) < 5 {
		t.Fatalf("%s has only the codes %v", path, codes)
	}
	return codes
}

// everyCode is what WeChat, the face device and this till can give as the reason
// of an end without money.
func everyCode(t *testing.T) []string {
	codes := []string{"FAIL 271378620", "FAIL 271378621", "ERROR 1", "ODD_CODE", "NO_DEVICE", "SIGNAL", "SEND_BY", "SCAN_TIMEOUT", "NETWORK", "NEW_CODE", ""}
	for _, path := range []string{"../../wx/wire/codes.go", "../../device/wire/codes.go", "../../device/captured.go", "../../wx/answer.go", "../../wx/read.go"} {
		codes = append(codes, codesIn(t, path)...)
	}
	for _, l := range languages {
		for _, m := range []map[string]string{l.Words.Why, l.Words.WhyFace, l.Words.WhyCode} {
			for code := range m {
				codes = append(codes, code)
			}
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// alien are words that speak of the way by which this sale was not paid: of a
// code that was scanned, or of a camera. That a code may be scanned instead is
// good advice after a face.
var alien = map[flow.Method]*regexp.Regexp{
	flow.MethodFace: regexp.MustCompile(`(?i)\bthe code (has|was|is)|refresh|scan(s|ned)? (it )?again|not a WeChat payment code|the scanned code|scanned code was|another code` +
		`|再扫|刷新|付款码已|付款码用|不是微信付款码|扫过的|换一个码`),
	flow.MethodCode: regexp.MustCompile(`(?i)\bface|camera|recogni[sz]|look at|刷脸|摄像头|镜头|识别|认出`),
}

// findAlien lists what is said of a sale in words of the other method.
func findAlien(method flow.Method, said map[string]string) (found []string) {
	for about, text := range said {
		if alien[method].MatchString(text) {
			found = append(found, string(method)+", "+about+": "+text)
		}
	}
	slices.Sort(found)
	return found
}

// A sale that a face paid is never spoken of as a code that was scanned, and the
// other way round: whatever the code, the end and the language.
func TestReasonsFitTheMethod(t *testing.T) {
	ends := []flow.Attempt{{State: flow.Refused}, {State: flow.NotSent}, {State: flow.Reversed},
		{State: flow.Cancelled, EndedBy: "customer"}, {State: flow.Cancelled, EndedBy: "cashier"}, {State: flow.Cancelled, EndedBy: "restart"},
		{State: flow.Cancelled, EndedBy: "signal"}, {State: flow.Cancelled, EndedBy: "timeout"}}
	for _, l := range languages {
		language, w := l.Tag, l.Words
		for method := range alien {
			said := map[string]string{}
			for _, code := range everyCode(t) {
				for _, a := range ends {
					a.Code, a.Method = code, method
					sentence, _ := w.Reason(a)
					if sentence == "" {
						t.Errorf("%s: %s %s says nothing", language, a.State, code)
					}
					said[language+" "+string(a.State)+" "+a.ReasonText()+" "+code] = sentence
				}
			}
			for _, f := range findAlien(method, said) {
				t.Error(f)
			}
		}
	}
}

// The two that were seen: an expired and an unknown code, from a face.
func TestRefusedFaceIsAskedAgain(t *testing.T) {
	for language, again := range map[string]*regexp.Regexp{"en": regexp.MustCompile("look at the camera again"), "zh-CN": regexp.MustCompile("再看一次摄像头")} {
		w := Wanted(language, nil).Words
		for _, code := range []string{"AUTHCODEEXPIRE", "AUTH_CODE_ERROR", "AUTH_CODE_INVALID"} {
			a := flow.Attempt{State: flow.Refused, Code: code, Order: flow.Order{Method: flow.MethodFace}}
			if said, _ := w.Reason(a); !again.MatchString(said) {
				t.Errorf("%s, %s of a face: %s", language, code, said)
			}
		}
	}
}

// What a page says of a sale that runs, of its states and of its facts.
func TestPagesFitTheMethod(t *testing.T) {
	for _, l := range languages {
		language, w := l.Tag, l.Words
		for method := range alien {
			said := map[string]string{"doubt": w.Doubt(method), "receipt": w.Receipt(method)}
			for _, s := range flow.States() {
				said["state "+string(s)] = w.State(s, method)
			}
			for _, f := range []flow.Fact{flow.OrderOpened{}, flow.PayerIdentified{}, flow.IntentWritten{}, flow.RequestBegun{}, flow.Shown{}} {
				said["fact "+f.Kind()], _ = w.Fact(f, method)
			}
			for _, f := range findAlien(method, said) {
				t.Error(language, f)
			}
		}
	}
}

// A terminal's own number stands behind its word, and is said in words all the same.
func TestDeviceNumbersHaveWords(t *testing.T) {
	for _, l := range languages {
		w := l.Words
		a := flow.Attempt{State: flow.NotSent, Code: "FAIL 271378621", Order: flow.Order{Method: flow.MethodFace}}
		if said, code := w.Reason(a); said != w.WhyFace["271378621"] || code != "" {
			t.Errorf("%q, code %q", said, code)
		}
		if said := w.Camera("FAIL 271378620"); said != w.WhyFace["271378620"] {
			t.Errorf("the camera: %q", said)
		}
	}
}

// The control: what was said of a face before is found.
func TestAlienControl(t *testing.T) {
	for method, said := range map[flow.Method][]string{
		flow.MethodFace: {"The code has expired: refresh it and scan again", "Not a WeChat payment code: scan again", "付款码已过期，请顾客刷新后再扫"},
		flow.MethodCode: {"Face not recognised: scan a code", "WeChat has no result yet, checking. The camera may send the customer to you: no goods yet", "已识别顾客"},
	} {
		for _, text := range said {
			if findAlien(method, map[string]string{"control": text}) == nil {
				t.Errorf("%s: %q passed", method, text)
			}
		}
	}
}
