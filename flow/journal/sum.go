package journal

import (
	"encoding/binary"
	"fmt"
	"hash/crc64"

	"facetill/flow"
)

// crc makes the sums of a row: one over its fields and the head of its events, one
// over who holds it.
var crc = crc64.MakeTable(crc64.ECMA)

// rowSum is over the stored fields of an attempt and the head of its events.
func rowSum(a flow.Attempt, head string) int64 { return sumOf(columns, a, head) }

// sumOf is rowSum over some of the columns.
func sumOf(of []column[flow.Attempt], a flow.Attempt, head string) int64 {
	b := appendFields(make([]byte, 0, 1024), of, &a)
	return int64(crc64.Checksum(appendText(b, head), crc))
}

// since are the columns of an attempt or a refund that came behind the first schema with
// archives, each with its schema: the row of what is in an archive has a sum without them
// until it is brought up to date. What an older row has in a new one is its zero.
var since = map[string]int{"terms": 8, "breakdown": 8, "face": 8}

// columnsOf returns those that a schema has.
func columnsOf[T any](all []column[T], schema int) (some []column[T]) {
	for _, c := range all {
		if since[c.name] <= schema {
			some = append(some, c)
		}
	}
	return some
}

func appendFields[T any](b []byte, columns []column[T], of *T) []byte {
	for _, c := range columns {
		switch v := c.value(of).(type) {
		case string:
			b = appendText(b, v)
		case int64:
			b = binary.AppendVarint(b, v)
		}
	}
	return b
}

// heldSum is over what Claim and Release write.
func heldSum(no flow.OutTradeNo, epoch int, owner string) int64 {
	return Sum(string(no), fmt.Sprint(epoch), owner)
}

// Sum returns the sum of texts, each with its length.
func Sum(texts ...string) int64 {
	var b []byte
	for _, t := range texts {
		b = appendText(b, t)
	}
	return int64(crc64.Checksum(b, crc))
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}
