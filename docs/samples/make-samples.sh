#!/bin/sh
# Makes clip.mp4 and silent.mp4 beside itself, from nothing: music and picture are computed by
# ffmpeg. Usage: make-samples.sh [FFMPEG]   (default: the ffmpeg on the PATH, 5 or newer)
set -eu

ffmpeg=${1:-ffmpeg}
directory=$(cd "$(dirname "$0")" && pwd)
seconds=12

# The same command gives the same bytes again, with the same ffmpeg.
encoder=$("$ffmpeg" -hide_banner -encoders 2>/dev/null | grep -o -m 1 'libopenh264\|libx264') || {
  echo "make-samples.sh: $ffmpeg encodes no H.264 (neither libopenh264 nor libx264)" >&2
  exit 1
}
video="-c:v $encoder -threads 1 -pix_fmt yuv420p -g 100"
exact="-map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact"

# Plucked strings: each note is a sum of three partials that die away, the higher the sooner.
# note START FREQUENCY LEFT RIGHT appends to the two expressions, one for each ear.
left=0
right=0
note() {
  since="max(0,t-($1))"
  wave="(1-exp(-300*$since))*(exp(-1.6*$since)*sin(2*PI*$2*$since)"
  wave="$wave+0.35*exp(-2.8*$since)*sin(4*PI*$2*$since)"
  wave="$wave+0.15*exp(-4.5*$since)*sin(6*PI*$2*$since))"
  left="$left+$3*$wave"
  right="$right+$4*$wave"
}

# bar START BASS LOW MIDDLE HIGH TOP: one chord in two seconds, up and down again.
bar() {
  note "$1" "$2" 0.16 0.16
  note "$1+0.25" "$3" 0.12 0.07
  note "$1+0.5" "$4" 0.10 0.10
  note "$1+0.75" "$5" 0.06 0.12
  note "$1+1" "$6" 0.10 0.10
  note "$1+1.25" "$5" 0.06 0.12
  note "$1+1.5" "$4" 0.10 0.10
  note "$1+1.75" "$3" 0.12 0.07
}
bar 0 110.00 220.00 261.63 329.63 440.00 # A minor
bar 2 87.31 174.61 261.63 349.23 440.00 # F
bar 4 130.81 196.00 261.63 329.63 523.25 # C
bar 6 98.00 196.00 246.94 293.66 493.88 # G
bar 8 110.00 220.00 261.63 329.63 659.26 # A minor
note 10 110.00 0.18 0.18
note 10.03 220.00 0.12 0.08
note 10.06 261.63 0.10 0.10
note 10.09 329.63 0.08 0.12
note 10.12 440.00 0.10 0.10

music="aevalsrc='$left|$right':channel_layout=stereo:sample_rate=44100:duration=$seconds"
music="$music,afade=t=out:start_time=11.2:duration=0.8"
colours="gradients=size=426x240:rate=20:duration=$seconds:speed=0.006:nb_colors=3"
colours="$colours:c0=0x12324a:c1=0x1f6f78:c2=0x3b2a5a:seed=1"

# shellcheck disable=SC2086 # options are words
"$ffmpeg" -hide_banner -loglevel error -nostdin -y -filter_complex \
  "${music},asplit[sound][seen];
   [seen]showwaves=size=426x124:rate=20:mode=cline:split_channels=0:colors=0xf4d58d[waves];
   ${colours}[back];[back][waves]overlay=y=58,format=yuv420p[picture]" \
  -map '[picture]' -map '[sound]' $exact $video -b:v 80k -c:a aac -b:a 112k \
  -metadata title='A Small Arpeggio' -metadata artist='asyncjob' -metadata album='Samples' \
  -movflags +faststart "$directory/clip.mp4"

# shellcheck disable=SC2086
"$ffmpeg" -hide_banner -loglevel error -nostdin -y -f lavfi -i "$colours" -t 3 \
  $exact $video -b:v 60k -metadata title='Nothing to Hear' -movflags +faststart \
  "$directory/silent.mp4"
