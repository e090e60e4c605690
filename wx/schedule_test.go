package wx

import (
	"net/http"
	"testing"
	"time"

	"facetill/flow"
	"facetill/wx/wire"
)

// S20: a number that a restored machine minted again, against all odds: WeChat
// answers with last month's payment under it. Its time_end is long before the
// intent: it is not ours.
func TestS20_LastMonthsPayment(t *testing.T) {
	for _, api := range []*wire.API{&wire.Micropay, &wire.Orderquery, &wire.Facepay, &wire.Facepayquery} {
		if got := readAs(api, success("time_end", "20261025120005")); got.Kind != flow.AnswerLost || got.Code != "WRONG_TIME" {
			t.Errorf("%s: %s %s", api.Name, got.Kind, got.Code)
		}
	}
}

// S21: an answer without fee_type means CNY, and is paid; one with the
// sub_mch_id of another shop proves nothing here.
func TestS21_CurrencyAndShop(t *testing.T) {
	pay := func(answer wire.Message) flow.Answer {
		body := signed(t, answer...)
		s := newServer(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(body) })
		cfg := testConfig(t, s)
		cfg.Merchant.SubMchID = "1900000111"
		p := payRequest()
		p.Attempt.Merchant = cfg.Merchant
		return testGateway(t, cfg).Pay(t.Context(), p)
	}
	if got := pay(success("fee_type", "", "sub_mch_id", "1900000111")); got.Kind != flow.AnswerPaid {
		t.Errorf("without fee_type: %s %s", got.Kind, got.Code)
	}
	if got := pay(success("sub_mch_id", "1900000112")); got.Kind != flow.AnswerLost || got.Code != "WRONG_MERCHANT" {
		t.Errorf("with another sub_mch_id: %s %s", got.Kind, got.Code)
	}
}

// S31: the machine sleeps, or its clock is set back, between the check of send_by
// and the write: the request does not leave, and that is known.
func TestS31_SleepAtTheWrite(t *testing.T) {
	for _, step := range []time.Duration{9 * time.Second, 2 * time.Hour, -2 * time.Hour} {
		s := newServer(t, paying(t))
		cfg, p := testConfig(t, s), payRequest()
		leapOnDial(&cfg, step)
		if got := testGateway(t, cfg).Pay(t.Context(), p); got.Kind != flow.AnswerNotSent || got.Code != "SEND_BY" {
			t.Errorf("a step of %v: %s %s", step, got.Kind, got.Code)
		}
		if _, n := s.counts(); n != 0 {
			t.Errorf("a step of %v: the request reached WeChat", step)
		}
	}
}
