package streams

import (
	"encoding/json"
	"errors"
	"strings"

	"facetill/device/wire"
	"facetill/flow"
	"facetill/flow/secret"
)

// MostAnswer bounds what is read for [ReadFace]: the longest answer of a terminal,
// and the line around it.
const MostAnswer = wire.MaxAnswer + 64<<10

// Face is what a capture brought.
type Face struct {
	Code, OpenID secret.Secret
	Number       string   // that it was taken for; "" where the text does not say
	Fee          flow.Fen // that it was taken for; 0 where the text does not say
	Told         flow.FaceTold
}

// ReadFace takes a face code alone, or the answer of `device code`: its line of
// JSON, or what the terminal said. A code of family "0" is charged with the
// openid that came with it (money rule 1.8). No part of the text is repeated in
// an error.
func ReadFace(text string) (Face, error) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\uFEFF"))
	if !strings.HasPrefix(text, "{") {
		code, rest, _ := strings.Cut(text, "\n")
		if strings.Trim(rest, ends) != "" {
			return Face{}, errors.New("stdin has more than one line")
		}
		return Face{Code: secret.New(strings.TrimSpace(code))}, nil
	}
	if err := One(text); err != nil {
		return Face{}, err
	}
	type answer struct {
		FaceCode string          `json:"face_code"`
		OpenID   string          `json:"openid"`
		Age      json.RawMessage `json:"underage_state"`
		Phone    json.RawMessage `json:"telephone_used"`
	}
	var line struct {
		answer
		OutTradeNo string   `json:"out_trade_no"`
		TotalFee   flow.Fen `json:"total_fee"`
		Answer     *answer
	}
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&line); err != nil {
		return Face{}, errors.New("stdin is neither a face code nor the answer of `device code`")
	}
	a := line.answer
	if line.Answer != nil {
		a = *line.Answer
	}
	if a.FaceCode == "" {
		return Face{}, errors.New("the answer on stdin has no face_code: no face was taken")
	}
	told := flow.FaceTold{UnderageState: flow.AgeOf(number(a.Age))}
	if phone := number(a.Phone); phone == "0" || phone == "1" {
		told.TelephoneUsed = phone
	}
	return Face{secret.New(a.FaceCode), secret.New(a.OpenID), line.OutTradeNo, line.TotalFee, told}, nil
}

// number is the text of a number that a terminal may have written as a string.
func number(raw json.RawMessage) string { return strings.Trim(string(raw), `"`) }
