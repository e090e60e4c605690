package wal

const (
	HeaderSize      = headerSize
	FrameHeaderSize = frameHeaderSize
)
