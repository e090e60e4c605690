package tui

import (
	"strings"
	"testing"

	"facetill/flow"
	"facetill/tui/page"
	"facetill/tui/page/office"
)

// fakeTrainer notes what it is told.
type fakeTrainer struct {
	next Lesson
	cuts int
}

func (f *fakeTrainer) Customer(l Lesson) error { f.next = l; return nil }
func (f *fakeTrainer) Code(Lesson) string      { return code }
func (f *fakeTrainer) PowerCut()               { f.cuts++ }

func training(t *testing.T) (*rig, *fakeTrainer) {
	trainer := &fakeTrainer{}
	return newRig(t, func(o *Options) { o.Training = trainer }), trainer
}

// The next customer is chosen, said on the page, and there for one sale.
func TestTraining(t *testing.T) {
	r, trainer := training(t)
	r.press("f10").onPanel()
	for l := range page.Lessons {
		r.shows(office.LessonText(r.m.Words, l))
	}
	r.press("down", "enter").on(page.KindAmount)
	if trainer.next != page.LessonPassword {
		t.Errorf("the next customer is %d", trainer.next)
	}
	r.shows("Next customer: is asked for a password and enters it")
	r.typed("5").press("enter")
	if r.m.Lesson != page.LessonPays {
		t.Error("the customer comes twice")
	}
	r, trainer = training(t)
	r.press("f10", "4", "enter")
	if trainer.next != page.LessonCardEmpty {
		t.Errorf("key 4 chose %d", trainer.next)
	}
	// The phone before the scanner, also while the camera waits.
	r.after(1e9).typed("12.80").press("f11").on(page.KindSale)
	if got := r.m.Sale.Req; got.Method != flow.MethodCode || got.TotalFee != 1280 {
		t.Errorf("%+v", got)
	}
	if strings.Contains(r.screen(), code) {
		t.Error("the code is on the screen")
	}
}

// Power fails on any page, once, and where nothing is real alone.
func TestPowerCut(t *testing.T) {
	r, run := selling(t)
	r.press("f12")
	if r.m.cutPower {
		t.Error("a till without training cut the power")
	}
	r.m.Opt.Training = &fakeTrainer{}
	r.becomes(run, flow.Submitting, nil)
	r.press("f12")
	if !r.m.cutPower {
		t.Error("the power goes on")
	}
}
