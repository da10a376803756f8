#!/bin/sh
# A child that sends a sheet, a row with one cell and the end mark, and then does not go.
printf 'S\000\000\000\000\000'
printf 'R\000\000\000\000\001\000\000\000t\001\000\000\000a'
printf 'Z\000\000\000\000\000\000\000\000'
exec sleep 60
