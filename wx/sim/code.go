package sim

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"facetill/flow/field"
)

// A simulated code has in it how its customer behaves, so a simulated terminal in
// another process, or a person with a printed barcode, can choose a scenario:
//
//	18 digits: "13", BB, 10 serial digits, CCCC
//	face_code: "f13BB-SSSSSSSSSS-CCCC" with the same digits
//
// The check digits of a face that was taken for a sale are of 4987 more ([otherSale]).
// BB is the scenario's number (00 pays) and CCCC the first 14 digits modulo
// 9973. A code of valid form with other check digits is a plain customer, who
// pays: codes of a real phone never start a scenario by chance.
const (
	codeDigits   = 18
	codeHead     = 14
	codeModulus  = 9973
	codeTied     = 4987
	codeTies     = 1e5
	codeFaceType = 'f'
)

// Code returns the 18-digit code (auth_code, or face_code of face_code_type
// "1") of a customer with the given behaviour, 0 to 99. Of the serial number
// the last ten digits are used.
func Code(behaviour int, serial uint64) string {
	head := uint64(13)*1e12 + uint64(behaviour%100)*1e10 + serial%1e10
	return fmt.Sprintf("%014d%04d", head, head%codeModulus)
}

// FaceCode returns the same customer's face_code of face_code_type "0".
func FaceCode(behaviour int, serial uint64) string {
	c := Code(behaviour, serial)
	return string(codeFaceType) + c[:4] + "-" + c[4:codeHead] + "-" + c[codeHead:]
}

// parts returns the head and the check digits of a code in either form.
func parts(code string) (head, check uint64, simulated bool) {
	if len(code) == codeDigits+3 && code[0] == codeFaceType && code[5] == '-' && code[16] == '-' {
		code = code[1:5] + code[6:16] + code[17:]
	}
	if len(code) != codeDigits || !strings.HasPrefix(code, "13") || !field.IsDigits(code) {
		return 0, 0, false
	}
	return number(code[:codeHead]), number(code[codeHead:]), true
}

// behaviour returns the behaviour number in a code of either form, and 0 for
// every code that the simulators did not make.
func behaviour(code string) int {
	head, check, _ := parts(code)
	if head%codeModulus != check && (head+codeTied)%codeModulus != check {
		return 0
	}
	return int(head / 1e10 % 100)
}

// otherSale reports whether a face was taken for another number or amount than it is to be
// charged for: five of its digits are made of both.
func otherSale(code, outTradeNo, totalFee string) bool {
	head, check, simulated := parts(code)
	sum := sha256.Sum256([]byte(outTradeNo + " for " + totalFee))
	return simulated && (head+codeTied)%codeModulus == check && head%codeTies != uint64(binary.BigEndian.Uint32(sum[:]))%codeTies
}

// micropayCode reports whether a code has the form of a WeChat pay code: 18 digits
// that start with 10 to 15.
func micropayCode(code string) bool {
	return len(code) == codeDigits && field.IsDigits(code) && code[0] == '1' && code[1] <= '5'
}

// facepayCode reports whether a code has the form of face_code_type "0": hyphens
// are the only thing known about it.
func facepayCode(code string) bool {
	return !micropayCode(code) && strings.IndexByte(code, '-') > 0
}

// number reads at most 18 digits that were checked before.
func number(s string) uint64 {
	n, _ := strconv.ParseUint(s, 10, 64)
	return n
}
