package main

import (
	"time"

	"facetill/wx"
	"facetill/wx/sim"
)

// newCertificate is a client certificate that loads, matches and is in date for
// as long as worlds last.
func newCertificate() *wx.Certificate {
	return must(wx.NewCertificate(must(sim.NewCredentials(mchID, start.Add(-24*time.Hour))).Client()))
}
