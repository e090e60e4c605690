//go:build tmux

package tui

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"facetill/tui/draw"
	"facetill/tui/text"
)

// screenTest is the real program on simulators, in a real terminal.
type screenTest struct {
	t       *testing.T
	name    string
	servers int
	binary  string
	state   string
}

// patience is how long a screen may take on a busy machine; a test that passes
// never waits for it.
const patience = 30 * time.Second

func newScreenTest(t *testing.T) *screenTest {
	t.Helper()
	dir := t.TempDir()
	s := &screenTest{t: t, binary: filepath.Join(dir, "facetill"), state: t.TempDir()}
	s.name = strings.ReplaceAll("facetill-"+strconv.Itoa(os.Getpid())+"-"+t.Name(), "/", "-")
	if out, err := exec.Command("go", "build", "-o", s.binary, "../cmd/facetill").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Cleanup(s.end)
	return s
}

// end closes the terminal, and waits until the till has let go of its files.
func (s *screenTest) end() {
	_ = s.command("kill-server").Run()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if exec.Command("pgrep", "-f", s.binary).Run() != nil {
			return // no process of that name
		}
	}
}

func (s *screenTest) command(args ...string) *exec.Cmd {
	socket := s.name + "-" + strconv.Itoa(s.servers)
	cmd := exec.Command("tmux", append([]string{"-L", socket}, args...)...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LC_ALL=C.UTF-8", "XDG_STATE_HOME="+s.state, "HOME="+s.state)
	return cmd
}

func (s *screenTest) tmux(args ...string) string {
	s.t.Helper()
	out, err := s.command(args...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// open starts the till; the pane stays when the till has ended. Each till has a
// tmux server of its own: one that was told to end still answers for a while.
func (s *screenTest) open(language string, width, height int) {
	s.t.Helper()
	_ = s.command("kill-server").Run()
	s.servers++
	s.tmux("-u", "-f", "/dev/null", "new-session", "-d", "-x", strconv.Itoa(width), "-y", strconv.Itoa(height),
		fmt.Sprintf("%s --sim --lang %s; echo left with $?; exec cat", s.binary, language))
	s.tmux("set", "-g", "status", "off")
	s.tmux("resize-window", "-x", strconv.Itoa(width), "-y", strconv.Itoa(height))
}

// sees waits until the screen has a text, line breaks aside.
func (s *screenTest) sees(text string) {
	s.t.Helper()
	s.seesIn(":0", text)
}

func (s *screenTest) seesIn(window, text string) {
	s.t.Helper()
	screen := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		screen = s.tmux("capture-pane", "-p", "-t", window)
		if strings.Contains(strings.Join(strings.Fields(screen), " "), text) {
			return
		}
	}
	s.t.Fatalf("window %s never said %q:\n%s", window, text, screen)
}

// keys are pressed as a person does, out of every grace and repeat, and after
// PAID has stood for its second.
func (s *screenTest) keys(names ...string) {
	s.t.Helper()
	for _, n := range names {
		time.Sleep(shownAfter + 1100*time.Millisecond)
		s.tmux("send-keys", n)
	}
}

// scan types as a barcode scanner does.
func (s *screenTest) scan(code string) {
	s.t.Helper()
	s.tmux("send-keys", code, "Enter")
}

// kill ends the till as a power cut does.
func (s *screenTest) kill() {
	s.t.Helper()
	shell := strings.TrimSpace(s.tmux("list-panes", "-F", "#{pane_pid}"))
	out, err := exec.Command("pgrep", "-P", shell).Output()
	if err != nil {
		s.t.Fatal(err)
	}
	till, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := syscall.Kill(till, syscall.SIGKILL); err != nil {
		s.t.Fatal(err)
	}
}

func (s *screenTest) pay(amount string) {
	s.t.Helper()
	time.Sleep(shownAfter + 1100*time.Millisecond)
	s.types(amount)
	s.keys("Enter")
}

// types is a person's typing: what comes in one piece is a scan.
func (s *screenTest) types(text string) {
	s.t.Helper()
	for _, r := range text {
		time.Sleep(typist)
		s.tmux("send-keys", "-l", string(r))
	}
}

func TestTmuxFaceAndCode(t *testing.T) {
	for _, c := range []struct {
		language      string
		w             *text.Words
		width, height int
	}{{"zh-CN", &text.Chinese, 80, 24}, {"en", &text.English, 120, 40}, {"en", &text.English, 40, 12}} {
		t.Run(fmt.Sprintf("%s-%d", c.language, c.width), func(t *testing.T) {
			s := newScreenTest(t)
			s.open(c.language, c.width, c.height)
			s.sees(c.w.SimulatedShort)
			s.pay("12.80")
			s.sees(draw.Spaced(c.w.Paid))
			s.keys("Enter")
			s.sees("¥12.80 ✓")
			time.Sleep(1100 * time.Millisecond)
			s.types("5")
			time.Sleep(pause)
			s.scan(code)
			s.sees(draw.Spaced(c.w.Paid))
			s.sees(c.w.MethodCode)
			s.keys("C-c", "C-c")
			s.sees("left with 0")
		})
	}
}

// S5: the till dies while the password is awaited; the cashier rings the same
// customer anew and is stopped.
func TestTmuxKilledAndOpenedAgain(t *testing.T) {
	s := newScreenTest(t)
	w := &text.English
	s.open("en", 80, 24)
	s.sees(w.Amount)
	s.pay("900.13")
	s.sees(w.SayPassword)
	s.kill()
	s.sees("left with 137")
	s.open("en", 80, 24)
	s.sees("1 unsettled")
	s.pay("900.13")
	s.sees(w.StoppedTitle)
	s.keys("Enter", "Enter")
	s.sees(w.StoppedTitle)
}

func TestTmuxEscEndsTheWindow(t *testing.T) {
	s := newScreenTest(t)
	w := &text.English
	s.open("en", 80, 24)
	s.sees(w.Amount)
	s.pay("900.13")
	s.sees(w.SayPassword)
	for _, size := range [][2]string{{"40", "12"}, {"120", "40"}, {"80", "24"}} { // while the window runs
		s.tmux("resize-window", "-x", size[0], "-y", size[1])
		s.sees(w.SayPassword)
	}
	s.keys("Escape")
	s.sees("Esc again")
	s.keys("Escape")
	s.sees(w.Checking)
	s.tmux("resize-window", "-x", "30", "-y", "8")
	s.sees(w.Checking + " ¥900.13")
	s.tmux("resize-window", "-x", "80", "-y", "24")
	s.sees(w.ReversedSay)
}

// Training: the power is cut while a password is awaited; the till that is
// opened again has found the sale.
func TestTmuxPowerCutAndOpenedAgain(t *testing.T) {
	s := newScreenTest(t)
	w := &text.English
	s.open("en", 100, 30)
	s.sees(w.Amount)
	s.keys("F10", "3", "Enter")
	s.sees(w.LessonNoPassword)
	s.pay("12.80")
	s.sees(w.SayPassword)
	s.keys("F12")
	s.sees(w.PowerIsCut) // said on a terminal that was given back
	s.sees("left with 137")
	s.open("en", 100, 30)
	s.sees("1 unsettled")
	s.keys("F2")
	s.sees(w.OpenTitle)
	s.sees("¥12.80")
	s.keys("Enter")
	s.sees("USERPAYING")
}

// The power is cut while a reversal is on its way: the till that is opened again
// says so and goes on with it.
func TestTmuxPowerCutWhileReversing(t *testing.T) {
	s := newScreenTest(t)
	w := &text.English
	s.open("en", 80, 24)
	s.sees(w.Amount)
	s.pay("900.34") // the reversal fails three times
	s.sees(w.SayPassword)
	s.keys("Escape", "Escape")
	s.sees(w.Checking)
	s.kill()
	s.sees("left with 137")
	s.open("en", 80, 24)
	s.sees("1 unsettled")
	s.keys("F2")
	s.sees(w.OpenTitle)
	s.sees(w.StateReversing)
}

// A code is scanned while the camera waits for a slow customer: the camera is
// stopped, and the code is charged once the face is surely dead.
func TestTmuxCodeInMidScan(t *testing.T) {
	s := newScreenTest(t)
	w := &text.English
	s.open("en", 80, 24)
	s.sees(w.Amount)
	s.pay("900.10")
	s.sees(w.SayCapture)
	s.scan(code)
	s.sees(draw.Spaced(w.Paid))
	s.sees(w.MethodCode)
}

// The till dies on each of its pages, and opens again with what it knew: the
// terminal is usable, nothing is lost, and what was open is counted.
func TestTmuxKilledOnEachPage(t *testing.T) {
	w := &text.English
	s := newScreenTest(t)
	for _, c := range []struct {
		name  string
		reach func()
		then  string
	}{
		{"amount", func() { s.types("12.80"); s.sees("pay by face") }, w.NoSale},
		{"code", func() { s.types("1200"); s.keys("Enter"); s.sees(w.CodeTitle) }, w.NoSale},
		{"help", func() { s.keys("F1"); s.sees(w.HelpTitle) }, w.NoSale},
		{"history", func() { s.keys("F3"); s.sees(w.HistoryTitle) }, w.NoSale},
		{"day", func() { s.keys("F4"); s.sees(w.DayTitle) }, w.NoSale},
		{"camera", func() { s.pay("900.10"); s.sees(w.SayCapture) }, "¥900.10 ✗ cancelled"},
		{"paid", func() { s.pay("7"); s.sees(draw.Spaced(w.Paid)); time.Sleep(3 * time.Second) }, "¥7.00 ✓ paid"},
		{"refused", func() { s.pay("900.15"); s.sees(draw.Spaced(w.NotCharged)) }, "¥900.15 ✗ not charged"},
		{"password", func() { s.pay("900.13"); s.sees(w.SayPassword) }, "1 unsettled"},
		{"unsettled", func() { s.keys("F2"); s.sees(w.OpenTitle) }, "¥900.13"},
	} {
		s.open("en", 100, 30)
		s.sees(w.Amount)
		c.reach()
		s.kill()
		s.sees("left with 137")
		s.open("en", 100, 30)
		s.sees(w.Amount)
		s.sees(c.then)
	}
}

// A second terminal that the customer sees follows the till from the amount to
// the end, and outlives it.
func TestTmuxDisplay(t *testing.T) {
	s := newScreenTest(t)
	s.open("en", 80, 24)
	s.sees("Amount")
	s.tmux("new-window", "-d", s.binary+" display --sim --lang zh-CN; exec cat")
	s.seesIn(":1", "模拟门店")
	s.types("12.80")
	s.seesIn(":1", "应付金额")
	s.keys("Enter")
	s.seesIn(":1", "请看摄像头")
	s.sees("PAID")
	s.seesIn(":1", "支付成功")
	s.kill()
	s.seesIn(":1", "模拟门店")
}
