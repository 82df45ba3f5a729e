#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Draws assets/icons/ from assets/icon.svg. Run it after a change of the drawing; needs librsvg2-bin.
set -e
cd "$(dirname "$0")/../../assets"
mkdir -p icons
for size in 16 32 48 64 128 256 512; do
  rsvg-convert --width "$size" --height "$size" --output "icons/${size}x${size}.png" icon.svg
done
