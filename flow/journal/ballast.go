package journal

const ballastSuffix = "-ballast"
