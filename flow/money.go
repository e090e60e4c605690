package flow

import "facetill/flow/money"

// Fen is money: a hundredth of a yuan, the unit of WeChat's total_fee.
type Fen = money.Fen

// MaxFen is the largest amount that a till takes: 9,999,999.99 yuan.
const MaxFen = money.MaxFen

// ParseYuan reads an amount in yuan, as [money.ParseYuan] does.
func ParseYuan(text string) (Fen, error) { return money.ParseYuan(text) }
