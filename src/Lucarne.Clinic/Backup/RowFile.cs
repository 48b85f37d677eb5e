using System.Data.Common;
using System.Text.Json;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Backup;

/// <summary>The rows of a table as a file that any tool reads: a JSON object a line, the same from both databases.</summary>
internal static class RowFile
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    /// <summary>Writes a table's rows.</summary>
    /// <returns>How many.</returns>
    public static async Task<long> WriteAsync(Session session, string table, string path)
    {
        using var command = session.Connection.CreateCommand();
        (command.CommandText, command.Transaction) = ($"SELECT * FROM {table} ORDER BY 1, 2", session.Transaction);
        var reader = await command.ExecuteReaderAsync(session.Cancellation).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        var file = File.Create(path);
        await using var __ = file.ConfigureAwait(false);
        long rows = 0;
        for (; await reader.ReadAsync(session.Cancellation).ConfigureAwait(false); rows++)
        {
            await file.WriteAsync(Line(reader), session.Cancellation).ConfigureAwait(false);
            await file.WriteAsync(LineEnd, session.Cancellation).ConfigureAwait(false);
        }

        file.Flush(flushToDisk: true);
        return rows;
    }

    /// <summary>Inserts the rows of a file.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="ClinicException">A line is no row of this table.</exception>
    public static async Task<long> ReadAsync(Session session, string table, string path)
    {
        var known = await ColumnsAsync(session, table).ConfigureAwait(false);
        long rows = 0;
        await foreach (var line in File.ReadLinesAsync(path, session.Cancellation).ConfigureAwait(false))
        {
            rows++;
            using var command = session.Connection.CreateCommand();
            command.Transaction = session.Transaction;
            Fill(command, table, known, line, $"line {rows} of '{Path.GetFileName(path)}'", session.Dialect);
            await command.ExecuteNonQueryAsync(session.Cancellation).ConfigureAwait(false);
        }

        return rows;
    }

    private static byte[] Line(DbDataReader reader)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            for (var i = 0; i < reader.FieldCount; i++)
            {
                json.WritePropertyName(reader.GetName(i));
                switch (reader.GetValue(i))
                {
                    case DBNull: json.WriteNullValue(); break;
                    case long number: json.WriteNumberValue(number); break;
                    case double number: json.WriteNumberValue(number); break;
                    case string text: json.WriteStringValue(text); break;
                    case var other: throw new InvalidOperationException($"column {reader.GetName(i)} holds a {other.GetType().Name}, which no column of a clinic does");
                }
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Fill(DbCommand command, string table, HashSet<string> known, string line, string where, Dialect dialect)
    {
        try
        {
            using var row = JsonDocument.Parse(line);
            var names = new List<string>();
            foreach (var field in row.RootElement.EnumerateObject())
            {
                // Names become SQL: only those that the table has.
                if (!known.Contains(field.Name)) throw new ClinicException($"{where} of the backup has a column '{field.Name}' that {table} does not have; it was made by a later version of Lucarne.");
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@{field.Name}", ValueOf(field.Value));
                command.Parameters.Add(parameter);
                names.Add(field.Name);
            }

            var overriding = dialect.Kind == DatabaseKind.PostgreSql && BackupTables.Numbered.Contains(table) ? "OVERRIDING SYSTEM VALUE" : "";
            command.CommandText = $"INSERT INTO {table} ({string.Join(", ", names)}) {overriding} VALUES ({string.Join(", ", names.Select(name => "@" + name))})";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new ClinicException($"{where} of the backup is damaged; take another backup.", error);
        }
    }

    private static object ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => DBNull.Value,
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        _ => throw new FormatException("neither a text nor a number"),
    };

    private static async Task<HashSet<string>> ColumnsAsync(Session session, string table)
    {
        using var command = session.Connection.CreateCommand();
        (command.CommandText, command.Transaction) = ($"SELECT * FROM {table} LIMIT 0", session.Transaction);
        var reader = await command.ExecuteReaderAsync(session.Cancellation).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}
