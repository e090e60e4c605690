package main

import (
	"time"

	"facetill/wx"
	"facetill/wx/sim/certificates"
)

// newCertificate is a client certificate that loads, matches and is in date for
// as long as worlds last.
func newCertificate() *wx.Certificate {
	return must(wx.NewCertificate(must(certificates.New(mchID, start.Add(-24*time.Hour))).Client()))
}
