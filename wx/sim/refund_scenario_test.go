package sim

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"facetill/wx/wire"
)

// sent is what a refund request is told: SUCCESS, a code, or that nothing came.
func (c *client) sent(no, refundNo string) string {
	c.t.Helper()
	r := c.raw(&wire.Refund, "out_trade_no", no, "out_refund_no", refundNo, "total_fee", "100", "refund_fee", "100")
	if r.Fault == Lose {
		return "lost"
	}
	m := c.read(r)
	if m.Get("result_code") == wire.Success {
		return wire.Success
	}
	return m.Get("err_code")
}

// TestRefundScenarios: the scenario of the sale says what its refund meets, sent
// four times under one number, a line for what is said, and what became of it.
func TestRefundScenarios(t *testing.T) {
	for n, want := range map[int]string{
		0:  "SUCCESS SUCCESS SUCCESS SUCCESS: SUCCESS, 0 held",
		57: "SUCCESS SUCCESS SUCCESS SUCCESS: PROCESSING, 100 held",
		62: "NOTENOUGH SUCCESS SUCCESS SUCCESS: SUCCESS, 0 held",
		63: "SUCCESS SUCCESS SUCCESS SUCCESS: PROCESSING, 100 held",
		64: "SUCCESS SUCCESS SUCCESS SUCCESS: PROCESSING, 100 held",
		65: "lost SUCCESS SUCCESS SUCCESS: SUCCESS, 0 held",
		66: "SYSTEMERROR SUCCESS SUCCESS SUCCESS: SUCCESS, 0 held",
		67: "BIZERR_NEED_RETRY BIZERR_NEED_RETRY SUCCESS SUCCESS: SUCCESS, 0 held",
		68: "FREQUENCY_LIMITED FREQUENCY_LIMITED SUCCESS SUCCESS: SUCCESS, 0 held",
		69: "USER_ACCOUNT_ABNORMAL USER_ACCOUNT_ABNORMAL USER_ACCOUNT_ABNORMAL USER_ACCOUNT_ABNORMAL: REFUNDNOTEXIST, 100 held",
	} {
		c := newClient(t, Config{})
		no := c.paid(Code(n, 1), 100)
		var said []string
		for range 4 {
			said = append(said, c.sent(no, "R1"))
		}
		if got := strings.Join(said, " ") + ": " + c.part("R1") + ", " + strconv.FormatInt(c.held(no), 10) + " held"; got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
		// What a bad request is told does not use a scenario up.
		if n == 62 {
			no = c.paid(Code(n, 2), 100)
			c.refund(no, "R2", 100, 101)
			if got := c.sent(no, "R3"); got != "NOTENOUGH" {
				t.Errorf("%d after a bad request: %s", n, got)
			}
		}
	}
}

// TestRefundScenariosInTime: 63 is done after three days, 64 is closed after seven.
func TestRefundScenariosInTime(t *testing.T) {
	c := newClient(t, Config{})
	const day = 24 * time.Hour
	c.sent(c.paid(Code(63, 1), 100), "R1")
	c.sent(c.paid(Code(64, 2), 100), "R2")
	for _, step := range []struct {
		after time.Duration
		want  string
	}{
		{3*day - time.Second, "PROCESSING PROCESSING"}, {time.Second, "SUCCESS PROCESSING"},
		{4*day - time.Second, "SUCCESS PROCESSING"}, {time.Second, "SUCCESS REFUNDCLOSE"},
	} {
		c.clock.after(step.after)
		if got := c.part("R1") + " " + c.part("R2"); got != step.want {
			t.Errorf("%s: %s, want %s", c.clock.now, got, step.want)
		}
	}
	c = newClient(t, Config{Speed: 3600})
	c.sent(c.paid(Code(63, 1), 100), "R1")
	c.clock.seconds(72)
	if c.part("R1") != "SUCCESS" {
		t.Error("speed makes no refund faster")
	}
}

// TestNextRefund: a scenario that was ordered meets the next refund, whatever its
// sale's scenario is, and one that is known already, too.
func TestNextRefund(t *testing.T) {
	c := newClient(t, Config{})
	next := func(scenario, times int) {
		t.Helper()
		if err := c.server.Next("refund", scenario, times); err != nil {
			t.Fatal(err)
		}
	}
	no := c.paid(Code(0, 1), 100)
	for _, step := range []struct {
		scenario   int
		said, part string
	}{
		{62, "NOTENOUGH", "REFUNDNOTEXIST"}, {67, "BIZERR_NEED_RETRY", "REFUNDNOTEXIST"}, {68, "FREQUENCY_LIMITED", "REFUNDNOTEXIST"},
		{69, "USER_ACCOUNT_ABNORMAL", "REFUNDNOTEXIST"}, {66, "SYSTEMERROR", "SUCCESS"}, {66, "SYSTEMERROR", "SUCCESS"},
		{65, "lost", "SUCCESS"}, {23, "lost", "SUCCESS"}, {69, "USER_ACCOUNT_ABNORMAL", "SUCCESS"},
	} {
		next(step.scenario, 1)
		if said, part := c.sent(no, "R1"), c.part("R1"); said != step.said || part != step.part {
			t.Errorf("%d: %s, %s", step.scenario, said, part)
		}
	}
	for scenario, status := range map[int]string{58: "CHANGE", 63: "PROCESSING", 64: "PROCESSING"} {
		next(scenario, 1)
		c.sent(c.paid(Code(0, uint64(scenario)), 100), itoa(int64(scenario)))
		if got := c.part(itoa(int64(scenario))); got != status {
			t.Errorf("%d: %s", scenario, got)
		}
	}
}
