using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lucarne.Learning.Evaluate;

/// <summary>Rows of numbers on one line, so that a person who opens the file sees a matrix as a matrix.</summary>
internal static class CompactRow
{
    public static void Write<T>(Utf8JsonWriter writer, IEnumerable<T> numbers) where T : INumber<T> =>
        writer.WriteRawValue($"[{string.Join(", ", numbers.Select(n => n.ToString(null, CultureInfo.InvariantCulture)))}]");
}

internal sealed class CompactMatrixConverter : JsonConverter<int[][]>
{
    public override int[][]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<List<int[]>>(ref reader, options)?.ToArray();

    public override void Write(Utf8JsonWriter writer, int[][] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var row in value) CompactRow.Write(writer, row);
        writer.WriteEndArray();
    }
}
