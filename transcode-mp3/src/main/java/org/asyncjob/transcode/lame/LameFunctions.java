package org.asyncjob.transcode.lame;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** What we call of lame.h, by its own names. */
@SuppressWarnings("checkstyle:MethodName")
interface LameFunctions extends Library {

  String get_lame_version();

  Pointer lame_init();

  int lame_set_num_channels(Pointer lame, int channels);

  int lame_set_mode(Pointer lame, int mode);

  int lame_set_in_samplerate(Pointer lame, int rate);

  int lame_set_out_samplerate(Pointer lame, int rate);

  int lame_set_scale(Pointer lame, float factor);

  int lame_set_VBR(Pointer lame, int mode);

  int lame_set_VBR_quality(Pointer lame, float quality);

  int lame_set_VBR_mean_bitrate_kbps(Pointer lame, int bitrate);

  int lame_set_brate(Pointer lame, int bitrate);

  int lame_set_bWriteVbrTag(Pointer lame, int write);

  int lame_init_params(Pointer lame);

  int lame_get_encoder_delay(Pointer lame);

  int lame_encode_buffer_ieee_float(
      Pointer lame, Pointer left, Pointer right, int samples, Pointer mp3, int size);

  int lame_encode_buffer_interleaved_ieee_float(
      Pointer lame, Pointer pcm, int samples, Pointer mp3, int size);

  int lame_encode_flush(Pointer lame, Pointer mp3, int size);

  int lame_close(Pointer lame);
}
