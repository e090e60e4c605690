package page

import (
	"time"

	"facetill/flow"
)

// NoticeOf returns what the age of an open reversal has come to: when no customer should wait any longer,
// and when a person has to look (money rule 4.1).
func (c *Context) NoticeOf(a flow.Attempt) flow.Notice { return a.Notice(c.wechatNow(a.OutTradeNo)) }

// wechatNow is WeChat's clock, where this till drives the attempt or has it in
// hand; else ours is all that is known.
func (c *Context) wechatNow(no flow.OutTradeNo) time.Time {
	if u, known := c.Tries[no]; known && !u.Now.IsZero() {
		return u.Now.Add(c.Now.Sub(u.At))
	}
	if c.InHand(no) && c.Sale.Clock {
		return c.Now.Add(-c.Sale.Skew)
	}
	return c.Now
}
