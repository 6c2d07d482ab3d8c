package org.asyncjob.transcode;

/** CRC-16/ARC, with which the LAME tag guards the audio and itself. */
final class Crc16 {

  private static final int POLYNOMIAL = 0xA001;
  private static final int[] TABLE = table();

  private int value;

  void update(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      value = (value >>> 8) ^ TABLE[(value ^ bytes[i]) & 0xFF];
    }
  }

  int value() {
    return value;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int entry = i;
      for (int bit = 0; bit < 8; bit++) {
        entry = (entry & 1) == 0 ? entry >>> 1 : (entry >>> 1) ^ POLYNOMIAL;
      }
      table[i] = entry;
    }
    return table;
  }
}
