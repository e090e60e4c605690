package flow_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"facetill/flow"
	"facetill/flow/face"
	"facetill/flow/secret"
)

// Where a shop sells to adults alone a face is charged when the terminal tells of an
// adult, and else ends before its request; a scanned code says no age. What was said is in
// the journal, and the ticket that came with it is not.
func TestAdultsOnly(t *testing.T) {
	const sid = "SID-OF-THE-PAYER"
	byCode := flow.SaleRequest{TotalFee: 1280, Method: flow.MethodCode, AuthCode: secret.New("134567890123456789")}
	for _, c := range []struct {
		only    bool
		age     face.Age
		by      flow.SaleRequest
		charged bool
		code    string
	}{
		{true, face.Adult, byFace, true, ""},
		{true, face.Minor, byFace, false, "UNDERAGE"},
		{true, face.AgeUnknown, byFace, false, "AGE_UNKNOWN"},
		{true, "", byFace, false, "AGE_UNKNOWN"},
		{true, face.Minor, byCode, true, ""},
		{false, face.Minor, byFace, true, ""},
		{false, "", byFace, true, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t)
			s.rules.AdultsOnly = c.only
			told := flow.FaceTold{UnderageState: c.age, TelephoneUsed: "1", UnionIDCode: "SUCCESS", UnionIDMsg: "ok"}
			s.face = func() flow.Captured {
				return flow.Captured{Kind: flow.CaptureCode, FaceCode: secret.New("130000000000000000"), Face: told, FaceSID: secret.New(sid)}
			}
			p := s.boot()
			p.askedBy(&noting{}, s.rules, true)
			var of *flow.Sale
			a := p.ring(c.by, func(s *flow.Sale) { of = s })
			if face := c.by.Method != flow.MethodCode; face != (of.FaceSID().Reveal() == sid) {
				t.Errorf("%+v: the ticket is %q", c, of.FaceSID().Reveal())
			}
			if want := map[bool]flow.State{true: flow.Paid, false: flow.NotSent}[c.charged]; a.State != want || !c.charged && a.Code != c.code {
				t.Fatalf("%+v: %s %s", c, a.State, a.Code)
			}
			if c.charged != strings.Contains(s.sent(), "pay@") {
				t.Errorf("%+v: what was sent does not fit", c)
			}
			if a.Method == flow.MethodFace && a.Face != told {
				t.Errorf("%+v: the journal has %+v", c, a.Face)
			}
			written, err := json.Marshal(p.facts(a.OutTradeNo))
			if err != nil || strings.Contains(string(written), sid) {
				t.Errorf("the ticket is in the journal: %v", err)
			}
			if c.charged {
				return
			}
			// It is no charge, so it blocks nothing: the customer may show papers and pay by code.
			if a.Open() || a.Blocking() || a.Outcome() != flow.OutcomeFailed {
				t.Errorf("%+v: open %t, blocking %t, %s", c, a.Open(), a.Blocking(), a.Outcome())
			}
		})
	}
}

// A face that was taken before says its age with the code: what nobody repeats is not known.
func TestAdultsOnlyOfAFaceTakenBefore(t *testing.T) {
	for age, code := range map[face.Age]string{face.Adult: "", face.Minor: "UNDERAGE", "": "AGE_UNKNOWN"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t)
			s.rules.AdultsOnly = true
			p := s.boot()
			p.askedBy(&noting{}, s.rules, true)
			a := p.ring(flow.SaleRequest{TotalFee: 1280, Method: flow.MethodFace, FaceCode: secret.New("130000000000000000"), OpenID: secret.New("o"),
				OutTradeNo: "20000001", Face: flow.FaceTold{UnderageState: age}})
			if a.Code != code || (a.State == flow.Paid) != (code == "") {
				t.Errorf("%q: %s %s", age, a.State, a.Code)
			}
		})
	}
}
