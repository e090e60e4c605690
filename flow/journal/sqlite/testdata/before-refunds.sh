#!/bin/bash
# Makes before-refunds.db with a facetill whose refunds are no entries yet (built
# from 64ccbe1, schema 3) over its own simulators, in a minute:
#
#	./before-refunds.sh path/to/that/facetill before-refunds.db
#
# WeChat's side is set by hand between two calls, in the simulated book: it has a
# line a change, and the last line of an order is what it is.
set -euo pipefail
facetill=$(realpath "$1") to=$(realpath -m "$2") home=$(mktemp -d /tmp/facetill.XXXX)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_STATE_HOME=$home/state XDG_CONFIG_HOME=$home/config LANG=C LC_ALL=C
cd "$home"
book=$home/state/facetill/sim.book customer=10

# pay AMOUNT REF: one customer with a code.
pay() {
	customer=$((customer + 1))
	"$facetill" pay "$1" --ref "$2" --sim --auth-code - <<<"1345678901234567$customer" || true
}

# killed SECONDS AMOUNT REF: one whose process is killed then, beside the others.
killed() {
	customer=$((customer + 1))
	timeout -s KILL "$1" "$facetill" pay "$2" --ref "$3" --sim --auth-code - <<<"1345678901234567$customer" &
	sleep 0.3
}

number() { "$facetill" sales --sim -o json | jq -r "select(.ref == \"$1\") | .out_trade_no"; }

# wechat REF JQ: what the book has of the order becomes what jq makes of it.
wechat() { jq -c "select(.order.out_trade_no == \"$(number "$1")\") | .order |= ($2)" "$book" | tail -1 >>"$book"; }

charged='.plan = [{at: .created_at, state: "SUCCESS"}]'
old="$charged"' | .created_at |= (sub("\\..*"; "Z") | fromdate - 8 * 86400 | todate)' # too old for a reverse
back='.refunds = [{out_refund_no: "platform-\(.serial)", refund_id: "5030009\(.serial)", refund_fee: .total_fee, accepted_at: .created_at, done_at: .created_at, final: "SUCCESS"}]'

pay 12.80 plain
pay 900.15 refused
pay 900.50 half-back # the platform gives a half of it back at once
# The customer closes the password page: the reversal is decided before second 13,
# and no reverse is sent before second 15.
killed 13 900.14 eight-days
killed 13 900.14 stuck
killed 13 900.14 on-its-way
# Killed while the customer types the password.
killed 4 900.13 whole
killed 4 900.13 part
killed 4 900.13 part-paid
killed 4 900.13 seen
killed 4 900.11 given-back
wait || true
wechat eight-days "$old"
wechat stuck "$old | .scenario = 58"      # its refund ends in CHANGE
wechat on-its-way "$old | .scenario = 57" # and here it stays PROCESSING for 60 s
wechat whole "$charged | $back"
wechat part "$charged | $back | .refunds[0].refund_fee = 300"
wechat part-paid "$charged | $back | .refunds[0].refund_fee = 300"
wechat seen "$charged | $back | .refunds[0].done_at = \"2099-01-01T00:00:00Z\""
"$facetill" recover --sim --for 45s || true
"$facetill" resolve "$(number part-paid)" --as paid --by Li --reason "saw the bank" --sim
wechat given-back "$old"
"$facetill" resolve "$(number given-back)" --as give-back --by Li --reason "left the shop" --sim || true
"$facetill" sales --sim
cp state/facetill/sim.db "$to"
