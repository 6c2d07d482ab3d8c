package org.asyncjob.transcode.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the smallest ELF file (64 bit, little endian) that a dynamic loader takes for a shared
 * library: no code, no symbols, a name and version definitions. See elf(5) for the structures.
 */
final class ElfLibrary {
  static final short X86_64 = 62;
  static final short AARCH64 = 183;

  private static final int HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int PROGRAM_HEADERS = 3;
  private static final int SYMBOL_SIZE = 24;
  private static final int HASH_TABLE_SIZE = 16;
  private static final int SYMBOL_VERSIONS_SIZE = 8;
  private static final int DEFINITION_SIZE = 20;
  private static final int DEFINITION_NAME_SIZE = 8;
  private static final int DYNAMIC_ENTRY_SIZE = 16;

  private static final int SEGMENT_LOAD = 1;
  private static final int SEGMENT_DYNAMIC = 2;
  private static final int SEGMENT_GNU_STACK = 0x6474e551;
  private static final int READ_WRITE = 6;
  // Some ARM kernels have pages of 64 KiB, and loaders refuse what is aligned to less.
  private static final long LARGEST_PAGE = 0x10000;

  private final short machine;
  private final Strings strings = new Strings();
  private final List<Definition> definitions = new ArrayList<>();
  private final List<long[]> dynamicEntries = new ArrayList<>();
  private final int symbolsAt = HEADER_SIZE + PROGRAM_HEADERS * PROGRAM_HEADER_SIZE;
  private final int hashTableAt = symbolsAt + SYMBOL_SIZE;
  private final int symbolVersionsAt = hashTableAt + HASH_TABLE_SIZE;
  private final int definitionsAt = symbolVersionsAt + SYMBOL_VERSIONS_SIZE;
  private final int stringsAt;
  private final int dynamicAt;
  private final int size;

  ElfLibrary(short machine, StubLibrary library) {
    this.machine = machine;
    int nameAt = strings.add(library.name());
    if (!library.versions().isEmpty()) {
      definitions.add(new Definition(library.name(), nameAt)); // the first names the file itself
      library.versions().forEach(it -> definitions.add(new Definition(it, strings.add(it))));
    }
    stringsAt = definitionsAt + definitions.size() * (DEFINITION_SIZE + DEFINITION_NAME_SIZE);
    dynamicAt = (stringsAt + strings.size() + 7) & ~7;
    addDynamicEntries(nameAt);
    size = dynamicAt + dynamicEntries.size() * DYNAMIC_ENTRY_SIZE;
  }

  byte[] bytes() {
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    putHeader(file);
    putSegment(file, SEGMENT_LOAD, 0, size, LARGEST_PAGE);
    putSegment(file, SEGMENT_DYNAMIC, dynamicAt, size - dynamicAt, Long.BYTES);
    putSegment(file, SEGMENT_GNU_STACK, 0, 0, DYNAMIC_ENTRY_SIZE);
    // The one symbol that every table starts with is all zero, and so are its version and chain.
    file.position(hashTableAt).putInt(1).putInt(1);
    file.position(definitionsAt);
    for (int i = 0; i < definitions.size(); i++) {
      putDefinition(file, i);
    }
    file.position(stringsAt).put(strings.bytes());
    file.position(dynamicAt);
    dynamicEntries.forEach(entry -> file.putLong(entry[0]).putLong(entry[1]));
    return file.array();
  }

  private void addDynamicEntries(int nameAt) {
    addDynamicEntry(14, nameAt); // DT_SONAME
    addDynamicEntry(4, hashTableAt); // DT_HASH
    addDynamicEntry(5, stringsAt); // DT_STRTAB
    addDynamicEntry(6, symbolsAt); // DT_SYMTAB
    addDynamicEntry(10, strings.size()); // DT_STRSZ
    addDynamicEntry(11, SYMBOL_SIZE); // DT_SYMENT
    if (!definitions.isEmpty()) {
      addDynamicEntry(0x6ffffff0L, symbolVersionsAt); // DT_VERSYM
      addDynamicEntry(0x6ffffffcL, definitionsAt); // DT_VERDEF
      addDynamicEntry(0x6ffffffdL, definitions.size()); // DT_VERDEFNUM
    }
    addDynamicEntry(0, 0); // DT_NULL
  }

  private void addDynamicEntry(long tag, long value) {
    dynamicEntries.add(new long[] {tag, value});
  }

  private void putHeader(ByteBuffer file) {
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    file.putShort((short) 3).putShort(machine).putInt(1); // a shared object, version 1
    file.putLong(0).putLong(HEADER_SIZE).putLong(0).putInt(0); // no entry point, no sections
    file.putShort((short) HEADER_SIZE);
    file.putShort((short) PROGRAM_HEADER_SIZE).putShort((short) PROGRAM_HEADERS);
    file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
  }

  private static void putSegment(ByteBuffer file, int type, long at, long length, long alignment) {
    file.putInt(type).putInt(READ_WRITE);
    file.putLong(at).putLong(at).putLong(at);
    file.putLong(length).putLong(length).putLong(alignment);
  }

  private void putDefinition(ByteBuffer file, int index) {
    Definition definition = definitions.get(index);
    boolean last = index == definitions.size() - 1;
    file.putShort((short) 1).putShort((short) (index == 0 ? 1 : 0)); // VER_FLG_BASE for the file
    file.putShort((short) (index + 1)).putShort((short) 1);
    file.putInt(hash(definition.name)).putInt(DEFINITION_SIZE);
    file.putInt(last ? 0 : DEFINITION_SIZE + DEFINITION_NAME_SIZE);
    file.putInt(definition.nameAt).putInt(0);
  }

  /** The hash function that the ELF specification prescribes for names. */
  private static int hash(String name) {
    int hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash << 4) + name.charAt(i);
      int high = hash & 0xf0000000;
      hash = (hash ^ (high >>> 24)) & ~high;
    }
    return hash;
  }

  private record Definition(String name, int nameAt) {}

  /** Strings one after another, each ended by a zero, the first one empty. */
  private static final class Strings {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    Strings() {
      content.write(0);
    }

    int add(String string) {
      int at = content.size();
      content.writeBytes(string.getBytes(StandardCharsets.US_ASCII));
      content.write(0);
      return at;
    }

    int size() {
      return content.size();
    }

    byte[] bytes() {
      return content.toByteArray();
    }
  }
}
