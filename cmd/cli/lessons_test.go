package cli

import (
	"io"
	"testing"
	"testing/synctest"
	"time"

	"facetill/cmd/cli/wiring"
	"facetill/flow"
	"facetill/tui/page"
)

// keyF10 chooses the next customer of training, as a terminal sends it.
const keyF10 = "\x1b[21~"

// Every lesson of training goes as its text promises: on the real screen, with
// the simulators that a cashier practises on.
func TestLessonsEndAsTheySay(t *testing.T) {
	type seen struct {
		text   string
		within time.Duration
	}
	cases := map[page.Lesson]struct {
		sees    []seen
		ends    flow.State
		atLeast time.Duration // between the charge and the end
	}{
		page.LessonPays:         {sees: []seen{{"PAID", 30 * time.Second}}, ends: flow.Paid},
		page.LessonPassword:     {sees: []seen{{"enter the password", 30 * time.Second}, {"PAID", 30 * time.Second}}, ends: flow.Paid, atLeast: 5 * time.Second},
		page.LessonNoPassword:   {sees: []seen{{"enter the password", 30 * time.Second}, {"Reversed: what was charged is back", time.Minute}}, ends: flow.Reversed},
		page.LessonCardEmpty:    {sees: []seen{{"Balance too low", 30 * time.Second}}, ends: flow.Refused},
		page.LessonWalksAway:    {sees: []seen{{"look at the camera", 30 * time.Second}, {"NOT CHARGED", 2 * time.Minute}}, ends: flow.Cancelled},
		page.LessonWantsToScan:  {sees: []seen{{"wants to pay by code", 30 * time.Second}}, ends: flow.Cancelled},
		page.LessonUnknownFace:  {sees: []seen{{"Face not recognised", 30 * time.Second}}, ends: flow.NotSent},
		page.LessonNetworkDrops: {sees: []seen{{"WeChat has no result yet, checking", 30 * time.Second}, {"PAID", 40 * time.Second}}, ends: flow.Paid, atLeast: 3 * time.Second},
		page.LessonCameraGone:   {sees: []seen{{"The camera does not answer", 30 * time.Second}}, ends: flow.NotSent},
	}
	for lesson := range wiring.Behaviours {
		c, is := cases[lesson]
		if !is {
			t.Errorf("nobody has tried lesson %d", lesson+1)
			continue
		}
		t.Run(string(rune('1'+int(lesson))), func(t *testing.T) {
			atDesk(t, func(d *desk) {
				if _, err := io.WriteString(d.keys, keyF10); err != nil {
					d.t.Fatal(err)
				}
				time.Sleep(time.Second)
				d.types(string(rune('1' + int(lesson))))
				time.Sleep(time.Second)
				d.types("\r")
				time.Sleep(time.Second)
				d.types("12.80\r")
				for _, s := range c.sees {
					d.sees(s.text, s.within)
				}
				first := d.last()
				time.Sleep(10 * time.Minute)
				synctest.Wait()
				a, _, err := d.wired.Ports.Journal.Read(d.t.Context(), first.OutTradeNo)
				if err != nil || a.State != c.ends {
					d.t.Errorf("it ended %s, %v", a.State, err)
				}
				if took := a.EndedAt.Sub(a.IntentAt); c.atLeast > 0 && took < c.atLeast {
					d.t.Errorf("it was over in %v: nothing to practise", took)
				}
			})
		})
	}
}
