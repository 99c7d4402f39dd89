"""What the tests share: a SOAP client and factories."""
