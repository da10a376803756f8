#!/bin/sh
# A child that hangs.
exec sleep 60
