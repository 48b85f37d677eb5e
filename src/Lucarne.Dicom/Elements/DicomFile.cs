using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Lucarne.Dicom.Elements;

/// <summary>A DICOM file (PS3.10 section 7), or a data set without the header of a file, as old scanners wrote it.</summary>
/// <param name="Syntax">How it is laid out and compressed.</param>
/// <param name="Data">Its data set up to the pixel data.</param>
/// <param name="Pixels">Its pixel data, if it has any.</param>
internal sealed record DicomFile(TransferSyntax Syntax, DicomDataSet Data, StoredPixels? Pixels)
{
    private const int PreambleLength = 128;

    /// <summary>The most a deflated file may inflate to; larger ones do not leave a scanner deflated.</summary>
    internal const long MostInflated = 1L << 30;

    /// <summary>Reads a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="withPixels">Whether pixel data are kept rather than passed over.</param>
    /// <exception cref="DicomException">The file is damaged or no DICOM. The message names it.</exception>
    public static DicomFile Read(SourceFile source, bool withPixels)
    {
        try
        {
            using var stream = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return Read(stream, withPixels);
        }
        catch (DicomException error)
        {
            throw new DicomException($"'{source.Shown}' cannot be read as DICOM: {error.Message}; export it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DicomException($"'{source.Shown}' cannot be opened ({error.Message.TrimEnd('.')}); check that it is there and may be read.", error);
        }
    }

    /// <summary>Reads a file from a stream that knows its length.</summary>
    /// <exception cref="DicomException">It is damaged or no DICOM. The message says what was met, and is no whole sentence.</exception>
    public static DicomFile Read(Stream stream, bool withPixels)
    {
        if (FirstElement(stream) is not { } start) throw new DicomException("it does not begin as DICOM does");
        stream.Position = start;
        var syntax = ReadSyntax(stream);
        if (syntax.IsDeflated)
        {
            using var inflated = Inflate(stream);
            return ReadData(inflated, syntax, withPixels);
        }

        return ReadData(stream, syntax, withPixels);
    }

    /// <summary>Where the elements of a file start; nothing where it is no DICOM.</summary>
    public static long? FirstElement(Stream stream)
    {
        Span<byte> start = stackalloc byte[PreambleLength + 4];
        stream.Position = 0;
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (read == start.Length && start[PreambleLength..].SequenceEqual("DICM"u8)) return PreambleLength + 4;
        return read >= 16 && IsHeaderless(start[..read], stream.Length) ? 0 : null;
    }

    // Group 2 or 8, a low element number, and a VR or a length that a first element can have.
    private static bool IsHeaderless(ReadOnlySpan<byte> start, long length)
    {
        var (group, element) = (BinaryPrimitives.ReadUInt16LittleEndian(start), BinaryPrimitives.ReadUInt16LittleEndian(start[2..]));
        if (group is not (2 or 8) || element > 0x20) return false;
        return IsExplicit(start) || BinaryPrimitives.ReadUInt32LittleEndian(start[4..]) is var value && value <= 64 && value < length;
    }

    private static bool IsExplicit(ReadOnlySpan<byte> header) => ValueRepresentation.IsKnown((ushort)((header[4] << 8) | header[5]));

    // Group 2 is explicit little endian whatever follows (PS3.10 section 7.1). Its stated length is often wrong; its group number never.
    private static TransferSyntax ReadSyntax(Stream stream)
    {
        var start = stream.Position;
        Span<byte> header = stackalloc byte[12];
        var syntax = TransferSyntax.Of("");
        while (stream.ReadAtLeast(header[..8], 8, throwOnEndOfStream: false) == 8 && BinaryPrimitives.ReadUInt16LittleEndian(header) == 2)
        {
            var vr = (ushort)((header[4] << 8) | header[5]);
            long length = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
            if (ValueRepresentation.HasLongLength(vr))
            {
                if (stream.ReadAtLeast(header[8..], 4, throwOnEndOfStream: false) < 4) break;
                length = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
            }

            if (length > stream.Length - stream.Position) throw new DicomException("an element of its header claims more bytes than are left");
            if (BinaryPrimitives.ReadUInt16LittleEndian(header[2..]) == (Tags.TransferSyntaxUid & 0xFFFF) && length <= 64)
            {
                var uid = new byte[length];
                stream.ReadExactly(uid);
                syntax = TransferSyntax.Of(Encoding.ASCII.GetString(uid).Trim(' ', '\0'));
            }
            else
            {
                stream.Position += length;
            }

            start = stream.Position;
        }

        stream.Position = start;
        return syntax;
    }

    private static DicomFile ReadData(Stream stream, TransferSyntax syntax, bool withPixels)
    {
        var form = FormOf(stream, syntax.Form);
        // What lies before belongs to the header, which is not counted.
        var bytes = new ElementBytes(stream);
        bytes.Skip(stream.Position);
        var parser = new DataSetParser(bytes, withPixels);
        var data = parser.ReadSet(bytes.Length, form);
        return new DicomFile(syntax with { Form = form }, data, parser.Pixels);
    }

    // Some exporters name one form and write the other: the first element shows which it is.
    private static ElementForm FormOf(Stream stream, ElementForm named)
    {
        Span<byte> header = stackalloc byte[8];
        var start = stream.Position;
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        stream.Position = start;
        if (read < header.Length || named.IsBigEndian) return named;
        return IsExplicit(header) ? ElementForm.Explicit : ElementForm.Implicit;
    }

    private static MemoryStream Inflate(Stream stream)
    {
        var inflated = new MemoryStream();
        try
        {
            using var deflated = new DeflateStream(stream, CompressionMode.Decompress, leaveOpen: true);
            var buffer = new byte[1 << 16];
            for (int read; (read = deflated.Read(buffer)) > 0;)
            {
                if (inflated.Length + read > MostInflated) throw new DicomException($"it inflates to more than {MostInflated >> 20} MiB, as no scanner's file does");
                inflated.Write(buffer.AsSpan(0, read));
            }
        }
        catch (InvalidDataException error)
        {
            throw new DicomException("its deflated data set is damaged", error);
        }

        inflated.Position = 0;
        return inflated;
    }
}
