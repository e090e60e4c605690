#!/bin/sh
# Pictures of the screen, taken from the program itself on simulators, in both
# languages. Needs tmux and a built ./facetill; run it by `make pictures`.
set -eu
cd "$(dirname "$0")/../.."
out=tui/pictures
till=${FACETILL:-./facetill}
tool=$(mktemp -d)
# The till may still be writing for a moment after its terminal is gone.
trap 'tmux -L facetill-pictures kill-server 2>/dev/null; rm -rf "$tool" 2>/dev/null || { sleep 2; rm -rf "$tool"; }' EXIT
go build -o "$tool/pictures" ./tui/pictures

t() { tmux -L facetill-pictures "$@"; }

# wait_for TEXT: until the screen says it.
wait_for() {
	n=0
	until t capture-pane -p | grep -qF -- "$1"; do
		n=$((n + 1))
		if [ "$n" -gt 300 ]; then
			echo "the screen never said: $1" >&2
			t capture-pane -p >&2
			exit 1
		fi
		sleep 0.1
	done
}

keys() { for k in "$@"; do t send-keys "$k"; sleep 0.15; done; }

shoot() { # NAME
	sleep 0.3
	t capture-pane -e -p -N >"$tool/$1.ansi"
	"$tool/pictures" "$tool/$1.ansi" "$out/$1.svg"
}

# pictures LANGUAGE COLUMNS ROWS PAID AMOUNT SCANNING PASSWORD CHECKING REFUSED
pictures() {
	lang=$1
	home=$tool/$lang
	mkdir -p "$home"
	t kill-server 2>/dev/null || true
	env -u NO_COLOR TERM=xterm-256color LC_ALL=C.UTF-8 XDG_STATE_HOME="$home" HOME="$home" COLORTERM=truecolor \
		tmux -L facetill-pictures -u -f /dev/null new-session -d -x "$2" -y "$3" "$till --sim --lang $lang"
	t set -g status off
	t resize-window -x "$2" -y "$3"
	wait_for "$5"
	keys 1 2 8 . 0 0
	shoot "amount-$lang"
	keys Enter
	wait_for "$6"
	shoot "scanning-$lang"
	wait_for "$4"
	shoot "paid-$lang"
	sleep 1.5
	# 900.13: the password never comes. Esc twice ends the window.
	keys Enter
	sleep 1
	keys 9 0 0 . 1 3 Enter
	wait_for "$7"
	shoot "password-$lang"
	sleep 1
	keys Escape
	sleep 1
	keys Escape
	wait_for "$8"
	shoot "checking-$lang"
	sleep 1
	# 900.15: the balance is too low.
	keys Enter
	sleep 1
	keys 9 0 0 . 1 5 Enter
	wait_for "$9"
	shoot "refused-$lang"
}

pictures zh-CN 80 24 '已 支 付' '收款金额' '请顾客看摄像头' '支付密码' '核 实 中' '未 扣 款'
pictures en 100 30 'PAID' 'Amount' 'look at the camera' 'password' 'STILL CHECKING' 'NOT CHARGED'
