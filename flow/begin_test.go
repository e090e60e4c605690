package flow_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"facetill/flow"
	"facetill/flow/field"
)

// A reference is 1 to 64 printable ASCII characters without a blank at either end; what
// is none is refused as one.
func TestWhatIsAReference(t *testing.T) {
	for ref, is := range map[string]bool{"": false, "1": true, "~": true, "!": true, "a b": true, " a": false, "a ": false, "a\x7fb": false, "a\x1fb": false, "é": false,
		strings.Repeat("x", 64): true, strings.Repeat("x", 65): false} {
		err := flow.CheckRef(ref)
		if e, wrong := errors.AsType[*field.Error](err); is != (err == nil) || !is && (!wrong || e.Field != "reference" || e.Problem == "" || e.Try == "") {
			t.Errorf("%q: %v", ref, err)
		}
	}
}

// patient is a WeChat that notes how patiently it is asked.
type patient struct {
	*till
	tries []flow.Try
}

func (g *patient) Query(ctx context.Context, a flow.Attempt, try flow.Try) flow.Answer {
	g.tries = append(g.tries, try)
	return g.till.Query(ctx, a, try)
}

// Money rules 1.3, 2.4 and 3.3: how patiently WeChat is asked: about a brought number and
// for a decision 3 s, to confirm a refusal 2 s, each with what it needs of the backup
// host; else as long as the adapter likes.
func TestHowPatientlyWeChatIsAsked(t *testing.T) {
	fresh, confirm := flow.Try{Limit: 3 * time.Second}, flow.Try{Limit: 2 * time.Second, Backup: true}
	for name, c := range map[string]struct {
		q    flow.SaleRequest
		pay  flow.AnswerKind
		want []flow.Try
	}{
		"a brought number": {brought, flow.AnswerPaid, []flow.Try{{Limit: 3 * time.Second, Backup: true}}},
		"a refusal":        {byRef, flow.AnswerRefused, []flow.Try{confirm}},
		"a lost answer":    {byRef, flow.AnswerDoubt, []flow.Try{{}, fresh}},
	} {
		s := newStage(t)
		s.pay = func() flow.Answer { return answer(c.pay, "CODE") }
		p := s.boot()
		g := &patient{till: p}
		p.with(p.j, g)
		p.ring(c.q)
		if len(g.tries) != len(c.want) {
			t.Fatalf("%s: asked %+v, want %+v", name, g.tries, c.want)
		}
		for i := range c.want {
			if g.tries[i] != c.want[i] {
				t.Errorf("%s: asked %+v, want %+v", name, g.tries, c.want)
			}
		}
	}
}

// Money rule 1.3: a brought number that was an order already is refused by its name.
func TestABroughtNumberThatIsTaken(t *testing.T) {
	s := newStage(t)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerClosed, "CLOSED") }
	_, err := s.boot().Begin(context.Background(), brought, nil)
	if e, is := errors.AsType[*field.Error](err); !is || e.Field != "out_trade_no" {
		t.Errorf("%v", err)
	}
}

// Money rule 1.6: a certificate that does not load stops new sales, and says so.
func TestACertificateThatDoesNotLoad(t *testing.T) {
	s := newStage(t)
	s.notYet = errors.New("the certificate is out of date")
	_, err := s.boot().Begin(context.Background(), byFace, nil)
	if stop, is := errors.AsType[*flow.SalesSuspendedError](err); !is || stop.Kind != flow.SuspendedByCertificate || stop.Why != s.notYet.Error() {
		t.Errorf("%v", err)
	}
}

// Money rules 1.6 and 7.3: two stops stand, and what one is about is mended. The other
// is asked about all the same: as long as it stands there is no sale.
func TestEachStopIsAskedAbout(t *testing.T) {
	ctx := context.Background()
	for still, mended := range map[flow.Suspension]flow.Suspension{flow.SuspendedByKey: flow.SuspendedByCertificate, flow.SuspendedByCertificate: flow.SuspendedByKey} {
		s := newStage(t)
		p := s.boot()
		for _, kind := range []flow.Suspension{still, mended} {
			if err := p.j.SuspendSales(ctx, kind, "not taken"); err != nil {
				t.Fatal(err)
			}
		}
		if still == flow.SuspendedByKey {
			s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerRejected, "SIGNERROR") }
		} else {
			s.reverse = func(flow.Attempt) flow.Answer { return answer(flow.AnswerCertificate, "CERT") }
		}
		_, err := p.Begin(ctx, byFace, nil)
		if stop, is := errors.AsType[*flow.SalesSuspendedError](err); !is || stop.Kind != still {
			t.Errorf("the %s is mended and the %s is not: %v", mended, still, err)
		}
	}
}

// Money rule 1.2: without random bits there is no number, and none that asks either.
func TestWithoutRandomBits(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	p.Runner = flow.NewRunner(flow.Ports{Gateway: p, Device: p, Journal: p.j, Clock: s, WeChat: p.wx, Random: iotest.ErrReader(errDisk)}, flow.Identity{Lane: "L"}, s.rules)
	if _, err := p.Begin(context.Background(), byFace, nil); !errors.Is(err, errDisk) {
		t.Errorf("a sale: %v", err)
	}
	for _, kind := range []flow.Suspension{flow.SuspendedByCertificate, flow.SuspendedByKey} {
		if err := p.Probe(context.Background(), kind); !errors.Is(err, errDisk) {
			t.Errorf("a probe of %s: %v", kind, err)
		}
	}
	s.wasSent("")
}

// A number whose sale could not be opened here is in nobody's hands: what another
// process leaves under it, this one's background takes over.
func TestWhatCouldNotBeOpenedIsInNobodysHands(t *testing.T) {
	s := newStage(t)
	s.query = func(flow.Attempt) flow.Answer { return answer(flow.AnswerNotExist, "ORDERNOTEXIST") }
	p := s.boot()
	j := &reads{Journal: p.j, open: func() error { return errDisk }}
	p.with(j, p)
	if _, err := p.Begin(context.Background(), brought, nil); !errors.Is(err, errDisk) {
		t.Fatal(err)
	}
	dead := s.boot()
	dead.orphan("", "")
	dead.die()
	p.keepOnce()
	s.is(p.read(orphanNo), flow.Cancelled)
}

// The shop's terms and the sale's goods are the order's: facepay knows neither an invoice
// nor sharing, and an order of it says nothing of them.
func TestTheTermsOfAFamily(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	all := flow.Terms{LimitPay: "no_credit", Receipt: "Y", ProfitSharing: "Y"}
	for _, family := range []flow.Family{flow.FamilyMicropay, flow.FamilyFacepay} {
		p.Runner = flow.NewRunner(flow.Ports{Gateway: p, Device: p, Journal: p.j, Clock: s, WeChat: p.wx, Random: rand.Reader}, flow.Identity{FaceFamily: family, Lane: string(family), Terms: all}, s.rules)
		q := byFace
		q.Detail = "{}"
		want := flow.Terms{Detail: "{}", LimitPay: "no_credit"}
		if family == flow.FamilyMicropay {
			want.Receipt, want.ProfitSharing = "Y", "Y"
		}
		if a := p.begin(q).Attempt(); a.Terms != want {
			t.Errorf("%s: %+v", family, a.Terms)
		}
	}
}

// A face is charged by micropay where nobody says another family, and a code always is.
func TestTheFamilyOfAFace(t *testing.T) {
	s := newStage(t)
	p := s.boot()
	for family, want := range map[flow.Family]flow.Family{"": flow.FamilyMicropay, flow.FamilyMicropay: flow.FamilyMicropay, flow.FamilyFacepay: flow.FamilyFacepay} {
		p.Runner = flow.NewRunner(flow.Ports{Gateway: p, Device: p, Journal: p.j, Clock: s, WeChat: p.wx, Random: rand.Reader}, flow.Identity{FaceFamily: family, Lane: string(family)}, s.rules)
		if a := p.begin(byFace).Attempt(); a.Family != want {
			t.Errorf("%q: %s", family, a.Family)
		}
	}
}
