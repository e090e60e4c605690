package tui

import (
	"testing"
	"time"

	"facetill/flow"
	"facetill/tui/page"
)

func withoutCamera(t *testing.T, code string) *rig {
	r := newRig(t, func(o *Options) { o.Members = true })
	r.send(page.ListsMsg{Camera: code})
	return r
}

// While the camera is known to be gone Enter asks for the code and says why; the
// camera that comes back by itself is offered again.
func TestDeadCameraAsksForTheCode(t *testing.T) {
	for _, gone := range []string{"DEVICE_GONE", "DEVICE_CRASHED", "DEVICE_TIMEOUT", "DEVICE_BUSY", "DEVICE_ANSWER", "DEVICE_ACCESS"} {
		r := withoutCamera(t, gone)
		r.press("f5").on(page.KindAmount)
		r.typed("12.80")
		r.shows("Enter "+r.m.Words.DoCode, r.m.Words.AmountHintNoFace, r.m.Words.Camera(gone))
		r.press("enter").on(page.KindCode)
		r.shows(r.m.Words.Camera(gone))
		r.press("enter").on(page.KindCode)
		if r.m.LastID != 0 {
			t.Fatalf("%s: a sale began", gone)
		}
		r.send(page.ListsMsg{})
		r.shows(r.m.Words.CameraBack, "Enter "+r.m.Words.DoFace)
		r.press("enter").on(page.KindSale)
		if q := r.m.Sale.Req; q.Method != flow.MethodFace || q.TotalFee != 1280 {
			t.Errorf("%s: the sale is %+v", gone, q)
		}
	}
	r := withoutCamera(t, "DEVICE_GONE").typed("12.80").press("enter")
	r.send(page.ListsMsg{})
	r.typed("1345")
	if r.press("enter"); r.m.Sale != nil {
		t.Error("a code that is typed became a face sale")
	}
	r = withoutCamera(t, "DEVICE_GONE").typed("12.80").press("enter").scan(code)
	if r.on(page.KindSale); r.m.Sale.Req.Method != flow.MethodCode {
		t.Error("a scan is not charged")
	}
}

// A credential that could not be renewed leaves the old one: faces go on.
func TestAilingCameraStillPays(t *testing.T) {
	r := withoutCamera(t, "AUTHINFO").typed("12.80").press("enter")
	r.on(page.KindSale)
	if r.m.Sale.Req.Method != flow.MethodFace {
		t.Error("no face sale")
	}
}

// After a sale that the camera broke, Enter goes to the scanner as long as it is
// gone, and charges by face again once it is back.
func TestResultOfADeadCamera(t *testing.T) {
	dead := func() *rig {
		r, run := selling(t)
		r.over(run, flow.NotSent, func(a *flow.Attempt) { a.Code = "DEVICE_GONE" })
		return r.after(time.Second)
	}
	r := dead()
	r.shows("Enter " + r.m.Words.DoAgain)
	r.send(page.ListsMsg{}) // read before the till knew
	asked := r.m.Refreshed
	if r.tick(4 * time.Second); !r.m.Refreshed.After(asked) {
		t.Error("nobody asks how the camera is")
	}
	r.send(page.ListsMsg{Camera: "DEVICE_GONE"})
	r.shows("Enter " + r.m.Words.DoCode)
	r.press("enter").on(page.KindCode)
	r.shows(r.m.Words.Camera("DEVICE_GONE"))
	r = dead()
	r.send(page.ListsMsg{Camera: "DEVICE_GONE"})
	r.send(page.ListsMsg{})
	r.shows("Enter " + r.m.Words.DoAgain)
	r.press("enter").on(page.KindAmount)
	r.shows("Enter " + r.m.Words.DoFace)
	r.press("enter").on(page.KindSale)
	if q := r.m.Sale.Req; q.Method != flow.MethodFace || q.TotalFee != 1280 {
		t.Errorf("the sale is %+v", q)
	}
}
