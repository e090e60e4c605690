package field

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// Unmarked returns a text as UTF-8 without a byte order mark, where it has one
// or is UTF-16, as editors and shells of Windows write it. UTF-16 without a mark
// is known by the zero in one half of its first character. An odd byte at the end
// is the half of a character whose other half was not read.
func Unmarked(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte("\ufeff")):
		return data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return wide(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return wide(data[2:], binary.BigEndian)
	case len(data) >= 2 && data[0] != 0 && data[1] == 0:
		return wide(data, binary.LittleEndian)
	case len(data) >= 2 && data[0] == 0 && data[1] != 0:
		return wide(data, binary.BigEndian)
	}
	return data
}

func wide(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}
