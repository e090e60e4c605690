//go:build linux

package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"facetill/wx/sim"
)

// A merchant's bill may be of any size: what is read of it at once is a row. It comes out
// of a pipe here, and the program never has as much memory as half of it.
func TestBillOfAnySize(t *testing.T) {
	t.Parallel()
	const rows, filling = 56_000, 2_000 // about 130 MB
	c := newCalendar(t)
	c.says(0, "pay 10 --ref paid --auth-code "+scannedCode(1))
	c.day(1)
	c.plant("no-gzip", "", 1)
	kept, err := os.ReadFile(c.says(0, "reconcile -o json").last(t)["path"].(string))
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(kept, []byte("\r\n"))
	pipe := filepath.Join(c.home, "bill.pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := c.command("reconcile", "--bill", pipe, "-o", "json")
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	to, err := os.OpenFile(pipe, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(to)
	_, _ = w.Write(append(lines[0], lines[1]...))
	fill := strings.Repeat("x", filling)
	for n := range rows {
		fmt.Fprintf(w, "`%s 10:00:00,`wx1,`%s,`0,`shop-2,`4200%024d,`SHOP-%d,`o%d,`NATIVE,`SUCCESS,`OTHERS,`CNY,`1.00,`0.00,`0,`0,`0.00,`0.00,`,`,`cup,`%s,`0.01000,`0.60%%,`1.00,`0.00,`\r\n",
			c.name(0), sim.DefaultMchID, n, n, n, fill)
	}
	_, _ = w.Write(lines[2])
	fmt.Fprintf(w, "`%d,`%d.0,`0.0,`0.0,`%d.%02d000,`%d.0,`0.0\r\n", rows+1, rows+10, (rows+6)/100, (rows+6)%100, rows+10)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	_ = to.Close()
	peak := 0
	for running := true; running; {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		_, at, is := strings.Cut(string(status), "VmHWM:")
		if running = is; is { // a process that has ended has no such line
			kb, _ := strconv.Atoi(strings.Fields(at)[0])
			peak = max(peak, kb)
		}
	}
	err = cmd.Wait()
	if r := (said{out: out.String()}).last(t); err != nil || r["verdict"] != "agrees" || r["others"] != float64(rows) || r["charges"] != 1.0 {
		t.Errorf("%v %v", err, r)
	}
	if size := rows * (filling + 200) / 1024; peak == 0 || peak > size/2 {
		t.Errorf("a bill of %d KB took %d KB of memory", size, peak)
	}
}
