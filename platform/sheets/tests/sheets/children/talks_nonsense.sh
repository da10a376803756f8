#!/bin/sh
# A child that does not know our language.
echo hello
