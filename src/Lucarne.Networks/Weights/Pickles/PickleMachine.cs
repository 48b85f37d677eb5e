namespace Lucarne.Networks.Weights.Pickles;

/// <summary>
/// Reads a Python pickle as far as state dictionaries need it: numbers, text, tuples, lists, dictionaries and tensors. Python's own
/// reader calls any function that a file names; this one knows the opcodes and names below and refuses the rest. Opcodes are those of
/// Python's <c>pickletools</c>.
/// </summary>
internal sealed class PickleMachine(string file)
{
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];

    /// <summary>Reads one pickle.</summary>
    /// <param name="bytes">What begins with it.</param>
    /// <param name="file">For messages.</param>
    /// <param name="length">How many bytes it took.</param>
    internal static object? Read(ReadOnlySpan<byte> bytes, string file, out int length)
    {
        var reader = new PickleReader(bytes, file);
        var machine = new PickleMachine(file);
        try
        {
            while (machine.Step(ref reader))
            {
            }
        }
        catch (OverflowException)
        {
            throw machine.Broken();
        }

        length = reader.Position;
        return machine.Pop();
    }

    private bool Step(ref PickleReader reader)
    {
        var code = reader.Byte();
        switch (code)
        {
            case 0x80: reader.Byte(); break; // PROTO
            case 0x95: reader.Take(8); break; // FRAME
            case (byte)'.': return false; // STOP
            case (byte)'(': _marks.Add(_stack.Count); break; // MARK
            case (byte)'c': Push(PickleNames.Find(reader.Line(), reader.Line(), file)); break; // GLOBAL
            case 0x93: Named(); break; // STACK_GLOBAL
            case (byte)'N': Push(null); break; // NONE
            case 0x88: Push(true); break; // NEWTRUE
            case 0x89: Push(false); break; // NEWFALSE
            case (byte)'J': Push(reader.Int32()); break; // BININT
            case (byte)'K': Push((long)reader.Byte()); break; // BININT1
            case (byte)'M': Push(reader.UInt16()); break; // BININT2
            case 0x8a: Push(reader.BigInteger()); break; // LONG1
            case (byte)'G': Push(reader.Real()); break; // BINFLOAT
            case (byte)'X': Push(reader.Text(reader.UInt32())); break; // BINUNICODE
            case 0x8c: Push(reader.Text(reader.Byte())); break; // SHORT_BINUNICODE
            case (byte)'T': Push(reader.Text(reader.UInt32())); break; // BINSTRING, from Python 2
            case (byte)'U': Push(reader.Text(reader.Byte())); break; // SHORT_BINSTRING, from Python 2
            case (byte)'q': Remember(reader.Byte()); break; // BINPUT
            case (byte)'r': Remember(reader.UInt32()); break; // LONG_BINPUT
            case 0x94: Remember(_memo.Count); break; // MEMOIZE
            case (byte)'h': Push(Remembered(reader.Byte())); break; // BINGET
            case (byte)'j': Push(Remembered(reader.UInt32())); break; // LONG_BINGET
            default: Build(code); break;
        }

        return true;
    }

    private void Build(byte code)
    {
        switch (code)
        {
            case (byte)'}': Push(new Dictionary<object, object?>()); break; // EMPTY_DICT
            case (byte)']': Push(new List<object?>()); break; // EMPTY_LIST
            case (byte)')': Push(Array.Empty<object?>()); break; // EMPTY_TUPLE
            case (byte)'t': Push(AfterMark()); break; // TUPLE
            case 0x85: Push(Last(1)); break; // TUPLE1
            case 0x86: Push(Last(2)); break; // TUPLE2
            case 0x87: Push(Last(3)); break; // TUPLE3
            case (byte)'a': Append(Last(1)); break; // APPEND
            case (byte)'e': Append(AfterMark()); break; // APPENDS
            case (byte)'s': Set(Last(2)); break; // SETITEM
            case (byte)'u': Set(AfterMark()); break; // SETITEMS
            case (byte)'b': Pop(); break; // BUILD: attributes of a dictionary (versions of modules); the dictionary stays as it is
            case (byte)'R': Reduce(); break; // REDUCE
            case (byte)'Q': Push(PickledTensors.Storage(Pop<object?[]>(), file)); break; // BINPERSID
            default:
                throw new NetworkException($"{file}: the file uses the pickle opcode 0x{code:x2}, which weights do not need, so it is refused; use the publisher's file or a .safetensors");
        }
    }

    private void Reduce()
    {
        var arguments = Pop<object?[]>();
        Push(Pop() switch
        {
            PickleName.OrderedDictionary when arguments.Length == 0 => new Dictionary<object, object?>(),
            PickleName.Tensor => PickledTensors.Tensor(arguments, file),
            PickleName.Parameter when arguments is [PickledTensor tensor, ..] => tensor,
            _ => throw Broken(),
        });
    }

    private void Named()
    {
        var names = Last(2);
        if (names is not [string module, string name]) throw Broken();
        Push(PickleNames.Find(module, name, file));
    }

    private object? Remembered(long index) => _memo.TryGetValue(index, out var value) ? value : throw Broken();

    private void Append(object?[] values) => Top<List<object?>>().AddRange(values);

    private void Set(object?[] pairs)
    {
        if (pairs.Length % 2 != 0) throw Broken();
        var dictionary = Top<Dictionary<object, object?>>();
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] is not (string or long)) throw Broken();
            dictionary[pairs[i]!] = pairs[i + 1];
        }
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Pop() => Last(1)[0];

    private T Pop<T>() where T : class => Pop() as T ?? throw Broken();

    private T Top<T>() where T : class => _stack.Count > 0 && _stack[^1] is T top ? top : throw Broken();

    private void Remember(long index) => _memo[index] = _stack.Count > 0 ? _stack[^1] : throw Broken();

    private object?[] AfterMark()
    {
        if (_marks.Count == 0) throw Broken();
        var start = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return Last(_stack.Count - start);
    }

    private object?[] Last(int count)
    {
        if (count < 0 || count > _stack.Count) throw Broken();
        var values = _stack.GetRange(_stack.Count - count, count).ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private NetworkException Broken() => new($"{file}: this is no list of tensors that PyTorch wrote; use a state dictionary saved by torch.save, or a .safetensors");
}
