package tui

import (
	"testing"
	"time"

	"facetill/flow"
)

func withoutCamera(t *testing.T, code string) *rig {
	r := newRig(t, func(o *Options) { o.Members = true })
	r.send(listsMsg{camera: code})
	return r
}

// While the camera is known to be gone Enter asks for the code and says why; the
// camera that comes back by itself is offered again.
func TestDeadCameraAsksForTheCode(t *testing.T) {
	for _, gone := range []string{"DEVICE_GONE", "DEVICE_CRASHED", "DEVICE_TIMEOUT", "DEVICE_BUSY", "DEVICE_ANSWER", "DEVICE_ACCESS"} {
		r := withoutCamera(t, gone)
		r.press("f5").on(pageAmount)
		r.typed("12.80")
		r.shows("Enter "+r.m.w.DoCode, r.m.w.AmountHintNoFace, r.m.w.Camera(gone))
		r.press("enter").on(pageCode)
		r.shows(r.m.w.Camera(gone))
		r.press("enter").on(pageCode)
		if r.m.lastID != 0 {
			t.Fatalf("%s: a sale began", gone)
		}
		r.send(listsMsg{})
		r.shows(r.m.w.CameraBack, "Enter "+r.m.w.DoFace)
		r.press("enter").on(pageSale)
		if q := r.m.sale.req; q.Method != flow.MethodFace || q.TotalFee != 1280 {
			t.Errorf("%s: the sale is %+v", gone, q)
		}
	}
	r := withoutCamera(t, "DEVICE_GONE").typed("12.80").press("enter")
	r.send(listsMsg{})
	r.typed("1345")
	if r.press("enter"); r.m.sale != nil {
		t.Error("a code that is typed became a face sale")
	}
	r = withoutCamera(t, "DEVICE_GONE").typed("12.80").press("enter").scan(code)
	if r.on(pageSale); r.m.sale.req.Method != flow.MethodCode {
		t.Error("a scan is not charged")
	}
}

// A credential that could not be renewed leaves the old one: faces go on.
func TestAilingCameraStillPays(t *testing.T) {
	r := withoutCamera(t, "AUTHINFO").typed("12.80").press("enter")
	r.on(pageSale)
	if r.m.sale.req.Method != flow.MethodFace {
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
	r.shows("Enter " + r.m.w.DoAgain)
	r.send(listsMsg{}) // read before the till knew
	asked := r.m.refreshed
	if r.tick(4 * time.Second); !r.m.refreshed.After(asked) {
		t.Error("nobody asks how the camera is")
	}
	r.send(listsMsg{camera: "DEVICE_GONE"})
	r.shows("Enter " + r.m.w.DoCode)
	r.press("enter").on(pageCode)
	r.shows(r.m.w.Camera("DEVICE_GONE"))
	r = dead()
	r.send(listsMsg{camera: "DEVICE_GONE"})
	r.send(listsMsg{})
	r.shows("Enter " + r.m.w.DoAgain)
	r.press("enter").on(pageAmount)
	r.shows("Enter " + r.m.w.DoFace)
	r.press("enter").on(pageSale)
	if q := r.m.sale.req; q.Method != flow.MethodFace || q.TotalFee != 1280 {
		t.Errorf("the sale is %+v", q)
	}
}
