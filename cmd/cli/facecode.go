package cli

import (
	"encoding/json"
	"errors"
	"strings"

	"facetill/device/wire"
	"facetill/flow"
)

// mostAnswer bounds what --face-code - reads: the longest answer of a terminal,
// and the line around it.
const mostAnswer = wire.MaxAnswer + 64<<10

// face is what a capture brought.
type face struct {
	code, openID string
	number       string   // that it was taken for; "" where the text does not say
	fee          flow.Fen // that it was taken for; 0 where the text does not say
}

// readFace takes a face code alone, or the answer of `device code`: its line of
// JSON, or what the terminal said. A code of family "0" is charged with the
// openid that came with it (money rule 1.8). No part of the text is repeated in
// an error.
func readFace(text string) (face, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\uFEFF"))
	if !strings.HasPrefix(text, "{") {
		code, _, _ := strings.Cut(text, "\n")
		return face{code: strings.TrimSpace(code)}, nil
	}
	// More lines may follow, with the result of the command.
	type answer struct {
		FaceCode string `json:"face_code"`
		OpenID   string `json:"openid"`
	}
	var line struct {
		answer
		OutTradeNo string   `json:"out_trade_no"`
		TotalFee   flow.Fen `json:"total_fee"`
		Answer     *answer
	}
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&line); err != nil {
		return face{}, errors.New("stdin is neither a face code nor the answer of `device code`")
	}
	a := line.answer
	if line.Answer != nil {
		a = *line.Answer
	}
	if a.FaceCode == "" {
		return face{}, errors.New("the answer on stdin has no face_code: no face was taken")
	}
	return face{a.FaceCode, a.OpenID, line.OutTradeNo, line.TotalFee}, nil
}
