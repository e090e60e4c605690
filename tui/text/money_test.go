package text

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAmounts: what was one sentence with its unit is the same sentence.
func TestAmounts(t *testing.T) {
	for got, want := range map[string]string{
		WithSign(1280): "¥12.80",
		fmt.Sprintf(English.Stands, English.Yuan(1280)):         "12.80 yuan stands. Enter again, or type the amount anew",
		fmt.Sprintf(Chinese.Stands, Chinese.Yuan(1280)):         "现为 12.80 元。再按回车收款，或重新输入金额",
		fmt.Sprintf(English.OverFaceLimit, English.Yuan(10000)): "Face payment over the limit of 100.00 yuan: pay another way, scan a code",
		fmt.Sprintf(Chinese.OverFaceLimit, Chinese.Yuan(10000)): "刷脸支付超出限额 100.00 元，请更改支付方式：扫顾客的付款码",
		fmt.Sprintf(English.FaceLimit, English.Yuan(10000)):     "Face payment: up to 100.00 yuan",
		fmt.Sprintf(Chinese.FaceLimit, Chinese.Yuan(10000)):     "刷脸单笔最多 100.00 元",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The sign of the currency stands in money.go alone: another currency, or another
// place for the sign, is one change. The theme knows which characters it can draw.
func TestSignStandsOnce(t *testing.T) {
	for _, dir := range []string{"..", "../../cmd/cli"} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "theme/glyph.go") {
				return err
			}
			src, err := os.ReadFile(path)
			if strings.Contains(string(src), `"¥`) && filepath.Base(path) != "money.go" {
				t.Errorf("%s writes an amount with its sign: ask text.WithSign or text.Large", path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
