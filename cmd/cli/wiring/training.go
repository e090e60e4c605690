package wiring

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"os"

	"facetill/device/sim"
	"facetill/tui"
	"facetill/tui/page"
)

type trainer struct {
	terminal *sim.Terminal
	tell     io.Writer
	words    string // said after a power cut
}

// Trainer plays the customer, and tells powerIsCut when it cuts the power. It is nil
// where the device or WeChat is real or elsewhere.
func (t *Till) Trainer(tell io.Writer, powerIsCut string) tui.Trainer {
	if t.terminal == nil {
		return nil
	}
	return &trainer{t.terminal, tell, powerIsCut}
}

// Behaviours are the simulators' numbers of the lessons: below 11 the terminal
// acts on it, from there on WeChat does. Where the network drops the first
// queries fail too: one lost answer is made good in a second, and nobody would
// see what a till does meanwhile.
var Behaviours = map[page.Lesson]sim.Behaviour{
	page.LessonPays: sim.Pays, page.LessonPassword: 11, page.LessonNoPassword: 13, page.LessonCardEmpty: 15,
	page.LessonWalksAway: sim.WalksAway, page.LessonWantsToScan: sim.WantsToScan, page.LessonUnknownFace: sim.NotRecognised,
	page.LessonNetworkDrops: 51, page.LessonCameraGone: sim.Gone,
}

// firstOfWeChat is the first behaviour that a payment code can carry.
const firstOfWeChat = 11

// Customer stands before the camera at the next sale.
func (t *trainer) Customer(l page.Lesson) error { return t.terminal.SetCustomer(Behaviours[l]) }

// Code is the payment code of such a customer; one that troubles the camera
// alone simply pays.
func (t *trainer) Code(l page.Lesson) string {
	b := Behaviours[l]
	if b < firstOfWeChat {
		b = sim.Pays
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1e10))
	if err != nil {
		serial = new(big.Int)
	}
	digits, _ := sim.Mint(b, serial.Uint64())
	return digits
}

// PowerCut kills this process: nothing is tidied up, as when the power fails.
func (t *trainer) PowerCut() {
	fmt.Fprintln(t.tell, t.words)
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Kill()
	}
	select {}
}
