package theme

import (
	"math"
	"strconv"
	"testing"
)

// luminance is the relative luminance of WCAG 2, of a colour such as #12703a.
func luminance(t *testing.T, c string) float64 {
	n, err := strconv.ParseUint(c[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	part := func(shift int) float64 {
		v := float64(n>>shift&255) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

func ratio(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Every text is readable on its ground: 4.5 to 1, in the contrast theme 7 to 1.
func TestContrast(t *testing.T) {
	for name, c := range map[string]struct {
		p      palette
		ground string // of the terminal
		want   float64
	}{
		"dark": {dark, "#000000", 4.5}, "light": {light, "#ffffff", 4.5},
		"contrast on dark": {contrastDark, "#000000", 7}, "contrast on light": {contrastLight, "#ffffff", 7},
	} {
		p := c.p
		pairs := map[string][2]string{
			"muted": {p.muted.hex, c.ground}, "accent": {p.accent.hex, c.ground}, "good": {p.good.hex, c.ground}, "bad": {p.bad.hex, c.ground}, "care": {p.care.hex, c.ground},
			"the next key": {p.accentText.hex, p.accent.hex}, "a key": {p.capText.hex, p.cap.hex}, "header": {p.capText.hex, p.bar.hex},
			"paid": {p.paid.text.hex, p.paid.area.hex}, "not charged": {p.notCharged.text.hex, p.notCharged.area.hex}, "checking": {p.checking.text.hex, p.checking.area.hex},
		}
		for what, pair := range pairs {
			if got := ratio(t, pair[0], pair[1]); got < c.want {
				t.Errorf("%s, %s: %.1f to 1", name, what, got)
			}
		}
	}
	if ratio(t, dark.muted.hex, "#ffffff") > 4.5 {
		t.Error("the control: grey is said to be readable on white")
	}
}
