package bill

import (
	"reflect"
	"strings"
	"testing"
)

// FuzzRead: whatever a file holds, it ends in rows or in an error, the sums are those
// of the rows, and a row that was read reads the same alone.
func FuzzRead(f *testing.F) {
	f.Add(whole)
	f.Add(packed(f, whole))
	f.Add(text(successHeader, strings.Replace(saleRow, "`tea", "`tea,`0.01000,`0.60%\n", 1), successSums, "`1e0"))
	f.Add(text(oldHeader, oldRow, oldRefund, oldSums, "`2,`12.80"))
	f.Add(text(refundHeader, refundRow, allSums, "`1"))
	f.Add("<xml><return_code>FAIL</return_code><return_msg>No Bill Exist</return_msg></xml>")
	f.Add("\xbd\xbb\xd2\xd7\xca\xb1\xbc\xe4,\n")
	f.Fuzz(func(t *testing.T, bill string) {
		rows, sum, err := readAll(t, bill)
		var again Summary
		for i := range rows {
			again.add(&rows[i])
			if r := rows[i]; r.Unreadable != "" && !reflect.DeepEqual(r, Row{Line: r.Line, Unreadable: r.Unreadable, Print: r.Print}) || r.Unreadable == "" && (r.OutTradeNo == "" || r.State == "" || r.At.IsZero() || r.Total < 0 || r.Asked < 0) {
				t.Errorf("%+v", r)
			}
		}
		if again.Read != sum.Read || again.Unreadable != sum.Unreadable {
			t.Errorf("%+v, the rows have %+v", sum, again)
		}
		if err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
	})
}
